package dev.headrace.io.glue;

import static java.util.stream.Collectors.toMap;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

class PublisherTest {
  private static final TableId ID = TableId.of("lake", "readings");
  private static final GluePartition MONDAY = day("2024-07-01");
  private static final GluePartition TUESDAY = day("2024-07-02");

  private final FakeGlueCatalog catalog = new FakeGlueCatalog("lake");

  private static GluePartition day(String day) {
    return GluePartition.of(day, Tables.LOCATION + "day=" + day);
  }

  private Publication publish(Schema schema, GluePartition... partitions) {
    return publishAs(null, schema, partitions);
  }

  private Publication publishAs(
      @Nullable String runId, Schema schema, GluePartition... partitions) {
    return new Publisher(catalog, Tables.byDay(schema), runId, Duration.ofNanos(1))
        .publish(List.of(partitions));
  }

  private Table table() {
    return catalog.findTable(ID).orElseThrow();
  }

  private List<String> columns() {
    return told(table().storageDescriptor());
  }

  private Map<String, Partition> partitions() {
    return ImmutableList.copyOf(catalog.listPartitions(ID)).stream()
        .collect(toMap(partition -> partition.values().get(0), p -> p));
  }

  private Partition partition(String value) {
    return Objects.requireNonNull(partitions().get(value));
  }

  private List<String> columnsOf(String partition) {
    return told(partition(partition).storageDescriptor());
  }

  private static List<String> told(StorageDescriptor storage) {
    return storage.columns().stream().map(column -> column.name() + " " + column.type()).toList();
  }

  /** What somebody else does to the table. */
  private void change(TableInput.Builder change) {
    catalog.updateTable(ID, change.build(), table().versionId());
  }

  @Test
  void aDatasetIsPublishedAsItsTableAndPartitions() {
    Publication published = publish(Tables.FIRST, MONDAY, TUESDAY);

    assertThat(published, is(Publication.of("lake.readings", "0", List.of(), List.of(), 2, 0, 0)));
    assertThat(columns(), is(List.of("level int", "note string", "city string")));
    assertThat(partitions().keySet(), is(Set.of("2024-07-01", "2024-07-02")));
    StorageDescriptor monday = partition("2024-07-01").storageDescriptor();
    assertThat(monday.location(), is("s3://bucket/readings/day=2024-07-01/"));
    assertThat(told(monday), is(columns()));
    assertThat(ParquetTable.isParquet(monday), is(true));
  }

  @Test
  void aSecondPublishWritesNothing() {
    publishAs("1", Tables.FIRST, MONDAY.withContents(1, 2, 3), TUESDAY);
    Table before = table();
    catalog.calls().clear();

    Publication second = publishAs("1", Tables.FIRST, MONDAY.withContents(1, 2, 3), TUESDAY);

    assertThat(catalog.calls(), is(List.of("findTable", "getPartitions")));
    assertThat(catalog.writes(), is(empty()));
    assertThat(second.partitionsUnchanged(), is(2L));
    assertThat(table(), is(before));
  }

  @Test
  void whetherATableCouldBePublishedIsAskedByOneRequestAndChangesNothing() {
    String list = "{\"type\": \"array\", \"items\": \"%s\"}";
    Publisher wider = publisherOf(Tables.field("counts", list.formatted("long")));
    wider.requireCompatible();
    publish(Tables.schema(Tables.field("counts", list.formatted("int"))));
    catalog.calls().clear();

    IncompatibleTableException refusal =
        assertThrows(IncompatibleTableException.class, wider::requireCompatible);

    assertThat(
        refusal.getMessage(),
        containsString("the column counts is array<int> and would become array<bigint>"));
    assertThat(catalog.calls(), is(List.of("findTable")));
  }

  private Publisher publisherOf(String... fields) {
    return new Publisher(catalog, Tables.byDay(Tables.schema(fields)), null);
  }

  @Test
  void aTableIsPublishedWithoutPartitionsToo() {
    publish(Tables.FIRST);

    assertThat(catalog.writes(), is(List.of("createTable")));
    assertThat(catalog.calls(), not(hasItem("getPartitions")));
  }

  @Test
  void onlyThePartitionsThatDifferAreWritten() {
    publish(Tables.FIRST, MONDAY, TUESDAY);
    GluePartition moved = GluePartition.of("2024-07-02", "s3://bucket/elsewhere");

    Publication published = publish(Tables.FIRST, MONDAY, moved, day("2024-07-03"));

    assertThat(published, is(Publication.of("lake.readings", "0", List.of(), List.of(), 1, 1, 1)));
    assertThat(
        partition("2024-07-02").storageDescriptor().location(), is("s3://bucket/elsewhere/"));
  }

  @Test
  void aTableEvolvesAndEveryPartitionFollows() {
    publish(Tables.FIRST, MONDAY, TUESDAY);

    Publication evolved = publish(Tables.SECOND, TUESDAY, day("2024-07-03"));

    List<String> expected = List.of("level bigint", "note string", "city string", "flood boolean");
    assertThat(columns(), is(expected));
    assertThat(columnsOf("2024-07-01"), is(expected));
    assertThat(columnsOf("2024-07-02"), is(expected));
    assertThat(columnsOf("2024-07-03"), is(expected));
    assertThat(evolved.columnsAdded(), is(List.of("flood")));
    assertThat(evolved.columnsWidened(), is(List.of("level")));
    assertThat(evolved.partitionsCreated(), is(1L));
    assertThat(evolved.partitionsUpdated(), is(2L));
    assertThat(evolved.partitionsUnchanged(), is(0L));
    assertThat(TableStep.hasPartitionsBehind(table()), is(false));
  }

  @Test
  void anEvolvedTablePublishedAgainIsOnlyRead() {
    publish(Tables.FIRST, MONDAY);
    publish(Tables.SECOND, MONDAY);
    catalog.calls().clear();

    publish(Tables.SECOND, MONDAY);

    assertThat(catalog.calls(), is(List.of("findTable", "getPartitions")));
  }

  @Test
  void aCommentThatChangesLeavesThePartitionsAlone() {
    publish(Tables.FIRST, MONDAY);
    catalog.calls().clear();

    publish(
        new Schema.Parser().parse(Tables.FIRST.toString().replace("Of the water", "In mm")),
        MONDAY);

    assertThat(catalog.writes(), is(List.of("updateTable")));
    assertThat(table().storageDescriptor().columns().get(0).comment(), is("In mm"));
  }

  @Test
  void whatOthersHaveWrittenStays() {
    publish(Tables.FIRST, MONDAY.withContents(1, 2, 3));
    Table table = table();
    Map<String, String> parameters = new HashMap<>(table.parameters());
    parameters.put("theirs", "kept");
    List<Column> columns =
        table.storageDescriptor().columns().stream()
            .map(c -> c.name().equals("note") ? c.toBuilder().comment("Theirs").build() : c)
            .toList();
    change(
        ParquetTable.copy(table)
            .owner("them")
            .retention(7)
            .parameters(parameters)
            .storageDescriptor(
                table.storageDescriptor().toBuilder().columns(columns).compressed(true).build()));
    Partition monday = partition("2024-07-01");
    catalog.updatePartitions(
        ID,
        List.of(
            PartitionInput.builder()
                .values(monday.values())
                .parameters(Map.of("theirs", "kept", "headrace.files", "1"))
                .storageDescriptor(
                    monday.storageDescriptor().toBuilder().numberOfBuckets(4).build())
                .build()));

    publishAs("1", Tables.SECOND, MONDAY.withContents(4, 5, 6));

    Table after = table();
    assertThat(after.owner(), is("them"));
    assertThat(after.retention(), is(7));
    assertThat(after.storageDescriptor().compressed(), is(true));
    assertThat(after.storageDescriptor().columns().get(1).comment(), is("Theirs"));
    Map<String, String> expected = new HashMap<>(parameters);
    expected.put("headrace.runId", "1");
    assertThat(after.parameters(), is(expected));
    Partition mondayAfter = partition("2024-07-01");
    assertThat(mondayAfter.storageDescriptor().numberOfBuckets(), is(4));
    assertThat(
        mondayAfter.parameters(),
        is(
            Map.of(
                "theirs", "kept",
                "headrace.files", "4",
                "headrace.records", "5",
                "headrace.bytes", "6")));
  }

  @Test
  void whatIsNoLongerToldOfAPartitionIsNotInTheCatalogEither() {
    publish(Tables.FIRST, MONDAY.withContents(1, 2, 3));

    publish(Tables.FIRST, MONDAY);

    assertThat(partition("2024-07-01").parameters(), is(Map.of()));
  }

  @Test
  void theRunIsToldLastAndKeptByAPublishThatTellsNone() {
    publishAs("1", Tables.FIRST, MONDAY);
    assertThat(table().parameters().get("headrace.runId"), is("1"));
    assertThat(catalog.writes(), is(List.of("createTable", "createPartitions", "updateTable")));

    publishAs("2", Tables.FIRST, MONDAY);
    publish(Tables.FIRST, MONDAY);

    assertThat(table().parameters().get("headrace.runId"), is("2"));
  }

  @Test
  void aTableThatSomebodyElseCreatesMeanwhileIsTaken() {
    FakeGlueCatalog same = catalog;
    same.beforeCall(
        number -> {
          if (same.calls().equals(List.of("findTable", "createTable"))) {
            same.beforeCall(n -> {});
            publish(Tables.FIRST, TUESDAY);
          }
        });

    publish(Tables.FIRST, MONDAY);

    assertThat(partitions().size(), is(2));
  }

  @Test
  void aConflictThatStaysEndsAfterEightAttempts() {
    publish(Tables.FIRST, MONDAY);
    catalog.calls().clear();
    catalog.beforeCall(
        number -> {
          if (catalog.calls().get(number - 1).equals("updateTable")) {
            throw ConcurrentModificationException.builder().message("Always").build();
          }
        });

    assertThrows(ConcurrentModificationException.class, () -> publish(Tables.SECOND, MONDAY));
    assertThat(Collections.frequency(catalog.calls(), "updateTable"), is(Publisher.MAX_ATTEMPTS));
  }

  @Test
  void aPartitionThatIsDroppedMeanwhileIsCreatedAgain() {
    publish(Tables.FIRST, MONDAY);
    catalog.calls().clear();
    catalog.beforeCall(
        number -> {
          if (catalog.calls().get(number - 1).equals("updatePartitions")) {
            catalog.beforeCall(n -> {});
            catalog.drop(ID, "2024-07-01");
          }
        });

    Publication published = publish(Tables.FIRST, MONDAY.withContents(1, 1, 1));

    assertThat(partitions(), hasKey("2024-07-01"));
    assertThat(published.partitionsCreated(), is(1L));
  }

  @Test
  void aTableThatIsDroppedMeanwhileIsCreatedAgain() {
    publish(Tables.FIRST, MONDAY);
    catalog.calls().clear();
    catalog.beforeCall(
        number -> {
          if (catalog.calls().get(number - 1).equals("createPartitions")) {
            catalog.beforeCall(n -> {});
            catalog.drop(ID);
          }
        });

    publish(Tables.FIRST, TUESDAY);

    assertThat(partitions().keySet(), is(Set.of("2024-07-02")));
  }

  @Test
  void aDatabaseThatIsNotThereIsNamedAtOnce() {
    GlueTable elsewhere =
        GlueTable.builder()
            .name("Nowhere", "t")
            .schema(Tables.FIRST)
            .at(Tables.LOCATION)
            .partition("day")
            .build();

    Exception refusal =
        assertThrows(
            IllegalStateException.class,
            () -> new Publisher(catalog, elsewhere, null).publish(List.of()));

    assertThat(refusal.getMessage(), containsString("no database nowhere"));
    assertThat(catalog.writes(), is(List.of("createTable")));
  }

  @Test
  void aPartitionIsDescribedOnce() {
    publish(Tables.FIRST, MONDAY, MONDAY);

    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> publish(Tables.FIRST, MONDAY, GluePartition.of("2024-07-01", "s3://bucket/b")));

    assertThat(refusal.getMessage(), containsString("2024-07-01"));
    assertThat(partitions().size(), is(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2024-13-01", "2024-7-1", "Monday", "2023-02-29"})
  void aPartitionOfADateTableIsADate(String value) {
    assertThrows(
        IllegalArgumentException.class,
        () -> publish(Tables.FIRST, GluePartition.of(value, Tables.LOCATION)));
    assertThat(catalog.calls(), is(empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VIEW      | no external table of Parquet files",
        "ICEBERG   | no external table of Parquet files",
        "CSV       | no external table of Parquet files",
        "LOCATION  | it is at s3://other/ and not at s3://bucket/readings/",
        "PARTITION | it is partitioned by [day (string)] and not by [day (date)]",
      })
  void aTableOfSomethingElseIsNotTouched(String what, String message) {
    publish(Tables.FIRST, MONDAY);
    TableInput.Builder copy = ParquetTable.copy(table());
    StorageDescriptor.Builder storage = table().storageDescriptor().toBuilder();
    change(
        switch (what) {
          case "VIEW" -> copy.tableType("VIRTUAL_VIEW");
          case "ICEBERG" -> copy.parameters(Map.of("table_type", "ICEBERG"));
          case "CSV" ->
              copy.storageDescriptor(
                  storage.inputFormat("org.apache.hadoop.mapred.TextInputFormat").build());
          case "LOCATION" -> copy.storageDescriptor(storage.location("s3://other/").build());
          default -> copy.partitionKeys(Column.builder().name("day").type("string").build());
        });
    catalog.calls().clear();

    Exception refusal =
        assertThrows(IncompatibleTableException.class, () -> publish(Tables.SECOND, MONDAY));

    assertThat(refusal.getMessage(), containsString(message));
    assertThat(catalog.writes(), is(empty()));
  }

  @Test
  void aLocationWithoutASlashAtItsEndIsTheSame() {
    publish(Tables.FIRST, MONDAY);
    change(
        ParquetTable.copy(table())
            .storageDescriptor(
                table().storageDescriptor().toBuilder().location("s3://bucket/readings").build()));
    catalog.calls().clear();

    publish(Tables.FIRST, MONDAY);

    assertThat(catalog.writes(), is(empty()));
  }

  @Test
  void aRefusedSchemaChangesNothing() {
    publish(Tables.SECOND, MONDAY);
    Table before = table();
    catalog.calls().clear();

    assertThrows(IncompatibleTableException.class, () -> publish(Tables.FIRST, MONDAY));

    assertThat(catalog.writes(), is(empty()));
    assertThat(table(), is(before));
  }
}
