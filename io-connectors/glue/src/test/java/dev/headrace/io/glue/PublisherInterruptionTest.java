package dev.headrace.io.glue;

import static java.util.stream.Collectors.toMap;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** A publish that is killed, or met by another, at each of its calls. */
class PublisherInterruptionTest {
  private static final TableId ID = TableId.of("lake", "readings");
  private static final List<GluePartition> EARLIER = List.of(day(1), day(2));
  private static final List<GluePartition> NOW = List.of(day(2).withContents(1, 2, 3), day(3));

  private static final List<Schema> SCHEMAS = List.of(Tables.FIRST, Tables.SECOND, Tables.THIRD);

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static GluePartition day(int day) {
    return GluePartition.of("2024-07-0" + day, Tables.LOCATION + "day=2024-07-0" + day);
  }

  private static FakeGlueCatalog catalogWithATable() {
    FakeGlueCatalog catalog = new FakeGlueCatalog("lake");
    publish(catalog, "0", Tables.FIRST, EARLIER);
    catalog.calls().clear();
    return catalog;
  }

  private static Publication publish(
      FakeGlueCatalog catalog, String runId, Schema schema, List<GluePartition> partitions) {
    return new Publisher(catalog, Tables.byDay(schema), runId, Duration.ofNanos(1))
        .publish(partitions);
  }

  private static Table table(FakeGlueCatalog catalog) {
    return catalog.findTable(ID).orElseThrow();
  }

  private static Map<String, Partition> partitions(FakeGlueCatalog catalog) {
    return ImmutableList.copyOf(catalog.listPartitions(ID)).stream()
        .collect(toMap(partition -> partition.values().get(0), p -> p));
  }

  @Test
  void aPublishThatIsKilledAtAnyCallIsCompletedByTheNext() {
    FakeGlueCatalog whole = catalogWithATable();
    publish(whole, "1", Tables.SECOND, NOW);
    int calls = whole.calls().size();
    assertThat(calls, greaterThan(8));

    for (int last = 1; last <= calls; last++) {
      FakeGlueCatalog catalog = catalogWithATable();
      killAt(catalog, last);
      assertThrows(Killed.class, () -> publish(catalog, "1", Tables.SECOND, NOW));
      catalog.beforeCall(number -> {});

      publish(catalog, "1", Tables.SECOND, NOW);

      assertThat("killed at " + last, table(catalog), is(table(whole)));
      assertThat("killed at " + last, partitions(catalog), is(partitions(whole)));
    }
  }

  @Test
  void aFirstPublishThatIsKilledAtAnyCallIsCompletedByTheNext() {
    FakeGlueCatalog whole = new FakeGlueCatalog("lake");
    publish(whole, "1", Tables.FIRST, NOW);
    int calls = whole.calls().size();
    assertThat(calls, greaterThan(5));

    for (int last = 1; last <= calls; last++) {
      FakeGlueCatalog catalog = new FakeGlueCatalog("lake");
      killAt(catalog, last);
      assertThrows(Killed.class, () -> publish(catalog, "1", Tables.FIRST, NOW));
      catalog.beforeCall(number -> {});

      publish(catalog, "1", Tables.FIRST, NOW);

      assertThat("killed at " + last, table(catalog), is(table(whole)));
      assertThat("killed at " + last, partitions(catalog), is(partitions(whole)));
    }
  }

  private static void killAt(FakeGlueCatalog catalog, int call) {
    catalog.beforeCall(
        number -> {
          if (number == call) {
            throw new Killed();
          }
        });
  }

  @Test
  void anEvolutionThatIsKilledIsCompletedByAPublishOfOtherPartitionsToo() {
    FakeGlueCatalog catalog = catalogWithATable();
    catalog.beforeCall(
        number -> {
          if (catalog.calls().get(number - 1).equals("listPartitions")) {
            throw new Killed();
          }
        });
    assertThrows(Killed.class, () -> publish(catalog, "1", Tables.SECOND, NOW));
    catalog.beforeCall(number -> {});

    publish(catalog, "2", Tables.SECOND, List.of());

    assertPartitionsHaveTheTablesColumns(catalog, "after");
    assertThat(TableStep.hasPartitionsBehind(table(catalog)), is(false));
  }

  /** The other one's schema is older, the same, or newer. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "1, 3", "2, 1", "2, 2", "2, 3", "3, 2", "3, 3"})
  void twoPublishersThatMeetAtAnyCallLeaveEveryPartitionWithTheTablesColumns(int ours, int theirs) {
    int meetings = 0;
    while (meet(ours, theirs, meetings + 1)) {
      meetings++;
    }
    assertThat(meetings, greaterThan(4));
  }

  /** Whether the publish has so many calls. */
  private static boolean meet(int ours, int theirs, int call) {
    FakeGlueCatalog catalog = catalogWithATable();
    boolean[] met = {false};
    catalog.beforeCall(
        number -> {
          if (number == call) {
            met[0] = true;
            catalog.beforeCall(n -> {});
            publishUnlessOlder(catalog, "theirs", theirs, List.of(day(4)));
          }
        });
    publishUnlessOlder(catalog, "ours", ours, NOW);
    catalog.beforeCall(number -> {});

    String where = "met at call " + call;
    Schema newest = SCHEMAS.get(Math.max(ours, met[0] ? theirs : 1) - 1);
    assertThat(
        where,
        table(catalog).storageDescriptor().columns().size(),
        is(Tables.byDay(newest).columns().size()));
    assertPartitionsHaveTheTablesColumns(catalog, where);
    assertThat(where, TableStep.hasPartitionsBehind(table(catalog)), is(false));
    return met[0];
  }

  private static void publishUnlessOlder(
      FakeGlueCatalog catalog, String runId, int schema, List<GluePartition> partitions) {
    try {
      publish(catalog, runId, SCHEMAS.get(schema - 1), partitions);
    } catch (IncompatibleTableException refused) {
      assertThat(
          "the table has more columns than the refused schema",
          table(catalog).storageDescriptor().columns().size(),
          greaterThan(Tables.byDay(SCHEMAS.get(schema - 1)).columns().size()));
    }
  }

  private static void assertPartitionsHaveTheTablesColumns(FakeGlueCatalog catalog, String where) {
    List<Column> columns = table(catalog).storageDescriptor().columns();
    List<List<Column>> ofPartitions =
        partitions(catalog).values().stream()
            .map(partition -> partition.storageDescriptor().columns())
            .toList();
    assertThat(where, ofPartitions, everyItem(is(columns)));
  }
}
