package dev.headrace.io.glue;

import static java.util.stream.Collectors.toSet;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** What every catalog does; it has the database {@code lake} and nothing else. */
abstract class GlueCatalogContract {
  static final String DATABASE = "lake";
  private static final TableId ID = TableId.of(DATABASE, "readings");

  abstract GlueCatalog catalog();

  private static TableInput definition(String... columns) {
    return TableInput.builder()
        .name(ID.name())
        .owner("me")
        .retention(3)
        .tableType("EXTERNAL_TABLE")
        .parameters(Map.of("classification", "parquet"))
        .partitionKeys(Column.builder().name("day").type("date").build())
        .storageDescriptor(
            s ->
                s.location("s3://bucket/readings/")
                    .columns(
                        List.of(columns).stream()
                            .map(name -> Column.builder().name(name).type("int").build())
                            .toList()))
        .build();
  }

  private static PartitionInput partition(String value, String location) {
    return PartitionInput.builder()
        .values(value)
        .parameters(Map.of("a", "1"))
        .storageDescriptor(s -> s.location(location))
        .build();
  }

  private static List<PartitionInput> partitions(int from, int to, String location) {
    return IntStream.range(from, to).mapToObj(i -> partition(String.valueOf(i), location)).toList();
  }

  private static List<String> values(int from, int to) {
    return IntStream.range(from, to).mapToObj(String::valueOf).toList();
  }

  private Table create(String... columns) {
    catalog().createTable(ID, definition(columns));
    return find();
  }

  private Table find() {
    return catalog().findTable(ID).orElseThrow();
  }

  private List<String> locations(List<String> values) {
    return catalog().getPartitions(ID, values).stream()
        .map(partition -> partition.storageDescriptor().location())
        .distinct()
        .toList();
  }

  @Test
  void aTableThatIsNotThereIsNotFoundWhateverOfItIsMissing() {
    assertThat(catalog().findTable(ID), is(Optional.empty()));
    assertThat(catalog().findTable(TableId.of("nowhere", "readings")), is(Optional.empty()));
  }

  @Test
  void aTableIsFoundAsItWasCreated() {
    Table table = create("a", "b");

    assertThat(ParquetTable.copy(table).build(), is(definition("a", "b")));
    assertThat(table.databaseName(), is(DATABASE));
  }

  @Test
  void aTableIsCreatedOnce() {
    create("a");

    assertThrows(AlreadyExistsException.class, () -> catalog().createTable(ID, definition("b")));
    assertThat(ParquetTable.copy(find()).build(), is(definition("a")));
  }

  @Test
  void aTableNeedsItsDatabase() {
    assertThrows(
        EntityNotFoundException.class,
        () -> catalog().createTable(TableId.of("nowhere", "readings"), definition("a")));
  }

  @Test
  void anUpdateMakesAnotherVersion() {
    String version = create("a").versionId();

    catalog().updateTable(ID, definition("a", "b"), version);

    assertThat(ParquetTable.copy(find()).build(), is(definition("a", "b")));
    assertThat(find().versionId(), is(not(version)));
  }

  @Test
  void anUpdateOfAnOldVersionChangesNothing() {
    String version = create("a").versionId();
    catalog().updateTable(ID, definition("a", "b"), version);

    assertThrows(
        ConcurrentModificationException.class,
        () -> catalog().updateTable(ID, definition("a", "c"), version));
    assertThat(ParquetTable.copy(find()).build(), is(definition("a", "b")));
  }

  @Test
  void whatIsNotThereCannotBeWritten() {
    assertThrows(
        EntityNotFoundException.class, () -> catalog().updateTable(ID, definition("a"), "0"));
    assertThrows(
        EntityNotFoundException.class,
        () -> catalog().createPartitions(ID, partitions(0, 1, "s3://b/")));
    assertThrows(
        EntityNotFoundException.class,
        () -> catalog().updatePartitions(ID, partitions(0, 1, "s3://b/")));
  }

  @Test
  void ofATableThatIsNotThereNoPartitionsAreTold() {
    assertThrows(EntityNotFoundException.class, () -> catalog().getPartitions(ID, values(0, 1)));
    assertThrows(EntityNotFoundException.class, () -> Iterables.size(catalog().listPartitions(ID)));
  }

  @Test
  void aTableWithoutPartitionsListsNone() {
    create("a");

    assertThat(ImmutableList.copyOf(catalog().listPartitions(ID)), is(empty()));
  }

  @Test
  void aPartitionIsFoundAsItWasCreated() {
    create("a");
    catalog().createPartitions(ID, List.of(partition("2024-02-29", "s3://b/x/")));

    Partition found = Iterables.getOnlyElement(catalog().getPartitions(ID, List.of("2024-02-29")));
    assertThat(found.values(), is(List.of("2024-02-29")));
    assertThat(found.parameters(), is(Map.of("a", "1")));
    assertThat(found.storageDescriptor().location(), is("s3://b/x/"));
  }

  @Test
  void morePartitionsThanARequestTakesAreAllCreatedListedAndFound() {
    create("a");

    catalog().createPartitions(ID, partitions(0, 1234, "s3://b/"));

    Set<String> all = Set.copyOf(values(0, 1234));
    assertThat(valuesOf(ImmutableList.copyOf(catalog().listPartitions(ID))), is(all));
    assertThat(valuesOf(catalog().getPartitions(ID, values(0, 2000))), is(all));
  }

  private static Set<String> valuesOf(List<Partition> partitions) {
    return partitions.stream().map(partition -> partition.values().get(0)).collect(toSet());
  }

  @Test
  void morePartitionsThanARequestTakesAreAllUpdated() {
    create("a");
    catalog().createPartitions(ID, partitions(0, 250, "s3://b/old/"));

    catalog().updatePartitions(ID, partitions(0, 250, "s3://b/new/"));

    assertThat(locations(values(0, 250)), is(List.of("s3://b/new/")));
  }

  @Test
  void partitionsThatExistAreToldAndStayAndTheOthersAreCreated() {
    create("a");
    catalog().createPartitions(ID, partitions(50, 53, "s3://b/old/"));

    PartitionBatchException failure =
        assertThrows(
            PartitionBatchException.class,
            () -> catalog().createPartitions(ID, partitions(0, 150, "s3://b/new/")));

    assertThat(failure.partitions(), is(Set.of("50", "51", "52")));
    assertThat(failure.mayPass(), is(true));
    assertThat(failure.getMessage(), containsString("50 (AlreadyExistsException)"));
    assertThat(locations(values(50, 53)), is(List.of("s3://b/old/")));
    assertThat(catalog().getPartitions(ID, values(0, 150)).size(), is(150));
  }

  @Test
  void partitionsThatAreNotThereAreToldAndTheOthersUpdated() {
    create("a");
    catalog().createPartitions(ID, partitions(2, 150, "s3://b/old/"));

    PartitionBatchException failure =
        assertThrows(
            PartitionBatchException.class,
            () -> catalog().updatePartitions(ID, partitions(0, 150, "s3://b/new/")));

    assertThat(failure.partitions(), is(Set.of("0", "1")));
    assertThat(failure.mayPass(), is(true));
    assertThat(locations(values(0, 150)), is(List.of("s3://b/new/")));
  }
}
