package dev.headrace.io.lake.read;

import static dev.headrace.io.lake.WrittenDataset.row;
import static dev.headrace.io.lake.read.Schemas.NEW;
import static dev.headrace.io.lake.read.Schemas.OLD;
import static dev.headrace.io.lake.read.Schemas.day;
import static dev.headrace.io.lake.read.Schemas.decimal;
import static java.util.stream.Collectors.joining;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.lake.WrittenDataset;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader that knows nothing of Headrace makes of a dataset's files. */
class DuckDbTest {
  private static final long TIME = 1_517_443_200_123_456L;

  @TempDir private Path folder;

  @BeforeEach
  void writeTwoRuns() {
    WrittenDataset dataset = new WrittenDataset(folder);
    dataset.write("r1", "2026-11-01T00:00:00Z", old());
    dataset.write("r2", "2026-11-02T00:00:00Z", latest());
  }

  private static GenericRecord old() {
    return row(
        OLD,
        "id",
        "a",
        "day",
        day("2018-02-01"),
        "time",
        TIME,
        "felt",
        7,
        "price",
        decimal("-1.25"),
        "counts",
        List.of(1, 2));
  }

  private static GenericRecord latest() {
    return row(
        NEW,
        "id",
        "b",
        "place",
        "İzmir",
        "day",
        day("2018-02-02"),
        "felt",
        1L << 40,
        "price",
        decimal("1234567890.12"),
        "counts",
        List.of(1L << 40));
  }

  private List<List<String>> query(String columns, String... runs) throws Exception {
    String files =
        new WrittenDataset(folder)
            .files().values().stream()
                .map(Path::toString)
                .filter(file -> List.of(runs).stream().anyMatch(run -> file.contains(run + "-")))
                .map(file -> "'" + file + "'")
                .collect(joining(", "));
    String sql =
        "SELECT %s FROM read_parquet([%s], union_by_name = true, hive_partitioning = true) ORDER BY id"
            .formatted(columns, files);
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private Map<String, String> types(String run) throws Exception {
    List<String> names = List.of("id", "time", "day", "felt", "gap", "price", "counts");
    List<String> types =
        query(names.stream().map("typeof(%s)"::formatted).collect(joining(", ")), run).get(0);
    Map<String, String> byName = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      byName.put(names.get(i), types.get(i));
    }
    return byName;
  }

  @Test
  void columnsHaveTheDeclaredTypes() throws Exception {
    assertThat(
        types("r1"),
        is(
            Map.of(
                "id", "VARCHAR",
                "time", "TIMESTAMP WITH TIME ZONE",
                "day", "DATE",
                "felt", "INTEGER",
                "gap", "FLOAT",
                "price", "DECIMAL(5,2)",
                "counts", "INTEGER[]")));
    assertThat(
        types("r2"),
        is(
            Map.of(
                "id", "VARCHAR",
                "time", "TIMESTAMP WITH TIME ZONE",
                "day", "DATE",
                "felt", "BIGINT",
                "gap", "DOUBLE",
                "price", "DECIMAL(12,2)",
                "counts", "BIGINT[]")));
  }

  @Test
  void oldFilesAndNewAreOneTable() throws Exception {
    assertThat(
        query("id, place, day, epoch_us(time), felt, gap, price, counts", "r1", "r2"),
        contains(
            List.of("a", "null", "2018-02-01", "" + TIME, "7", "null", "-1.25", "[1, 2]"),
            List.of(
                "b",
                "İzmir",
                "2018-02-02",
                "null",
                "1099511627776",
                "null",
                "1234567890.12",
                "[1099511627776]")));
  }

  @Test
  void aListOfNothingIsNoNull() throws Exception {
    new WrittenDataset(folder)
        .write(
            "r3",
            "2026-11-03T00:00:00Z",
            row(NEW, "id", "c", "day", day("2018-02-03"), "counts", List.of()));

    assertThat(query("counts, len(counts)", "r3"), contains(List.of("[]", "0")));
  }
}
