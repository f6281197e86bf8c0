package dev.headrace.io.lake.read;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.run.StoredObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetPartitionTest {
  private static StoredObject file(String path, long bytes, long rows) {
    return StoredObject.of("s3://lake/quakes/" + path, bytes, rows, "");
  }

  @Test
  void filesOfAFolderAreOnePartition() {
    StoredObject one = file("day=2018-02-01/r1-0.parquet", 10, 1);
    StoredObject two = file("day=2018-02-01/r2-0.parquet", 20, 2);
    StoredObject other = file("day=2018-01-31/r1-0.parquet", 40, 4);

    List<DatasetPartition> partitions = DatasetPartition.of(List.of(one, other, two));

    assertThat(
        partitions,
        is(
            List.of(
                new DatasetPartition(
                    "day", "2018-01-31", "s3://lake/quakes/day=2018-01-31/", List.of(other)),
                new DatasetPartition(
                    "day", "2018-02-01", "s3://lake/quakes/day=2018-02-01/", List.of(one, two)))));
    assertThat(partitions.get(1).bytes(), is(30L));
    assertThat(partitions.get(1).rows(), is(3L));
  }

  @Test
  void foldersOfAnotherFieldAreTold() {
    List<DatasetPartition> partitions =
        DatasetPartition.of(
            List.of(
                file("day=2018-02-01/r1-0.parquet", 1, 1),
                file("month=2018-02/r2-0.parquet", 1, 1)));

    assertThat(
        partitions.stream().map(DatasetPartition::field).toList(), is(List.of("day", "month")));
  }

  @Test
  void aTextIsTheValueAndNotItsEncoding() {
    DatasetPartition partition =
        DatasetPartition.of(List.of(file("net=a%2Fb%20c/r1-0.parquet", 1, 1))).get(0);

    assertThat(partition.value(), is("a/b c"));
    assertThat(partition.location(), is("s3://lake/quakes/net=a%2Fb%20c/"));
  }

  @Test
  void aFileInNoPartitionIsNamed() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> DatasetPartition.of(List.of(file("r1-0.parquet", 1, 1))));

    assertThat(
        refusal.getMessage(), containsString("s3://lake/quakes/ is the folder of no partition"));
  }
}
