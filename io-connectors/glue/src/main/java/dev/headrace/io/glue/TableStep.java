package dev.headrace.io.glue;

import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * Brings the table itself to what the schema wants. A table whose columns have changed carries a
 * parameter until its partitions have followed, so that a publish which is killed in between is
 * completed by the next one.
 */
final class TableStep {
  static final String RUN_ID = "headrace.runId";
  static final String PARTITIONS_BEHIND = "headrace.partitionsBehind";

  private final GlueCatalog catalog;
  private final GlueTable wanted;

  TableStep(GlueCatalog catalog, GlueTable wanted) {
    this.catalog = catalog;
    this.wanted = wanted;
  }

  /** Refuses a table that is there and cannot take the schema. */
  void requireCompatible() {
    catalog.findTable(wanted.id()).ifPresent(this::evolutionOf);
  }

  private Evolution evolutionOf(Table table) {
    ParquetTable.requireSame(table, wanted);
    return Evolution.of(wanted.id(), table.storageDescriptor().columns(), wanted.columns());
  }

  /** The table with the columns of the schema. */
  Table ready(Tally tally) {
    Table table = catalog.findTable(wanted.id()).orElseGet(this::create);
    Evolution evolution = evolutionOf(table);
    if (!evolution.changesTable()) {
      return table;
    }
    Map<String, String> parameters = new HashMap<>(table.parameters());
    if (evolution.changesPartitions()) {
      parameters.put(PARTITIONS_BEHIND, "true");
    }
    Table evolved =
        update(
            table,
            ParquetTable.copy(table)
                .storageDescriptor(
                    table.storageDescriptor().toBuilder().columns(evolution.columns()).build())
                .parameters(parameters)
                .build());
    tally.evolved(evolution);
    return evolved;
  }

  private Table create() {
    try {
      catalog.createTable(wanted.id(), ParquetTable.define(wanted));
    } catch (EntityNotFoundException e) {
      throw new IllegalStateException(
          "The catalog has no database %s; create it before %s is published"
              .formatted(wanted.id().database(), wanted.id()),
          e);
    }
    return read();
  }

  /** The table as it is now. */
  Table read() {
    return catalog
        .findTable(wanted.id())
        .orElseThrow(
            () ->
                EntityNotFoundException.builder()
                    .message("The table " + wanted.id() + " was dropped while it was published")
                    .build());
  }

  static boolean hasPartitionsBehind(Table table) {
    return table.parameters().containsKey(PARTITIONS_BEHIND);
  }

  Table withoutPartitionsBehind(Table table) {
    if (!hasPartitionsBehind(table)) {
      return table;
    }
    Map<String, String> parameters = new HashMap<>(table.parameters());
    parameters.remove(PARTITIONS_BEHIND);
    return update(table, ParquetTable.copy(table).parameters(parameters).build());
  }

  /** The table that tells by which run it was last published. */
  Table publishedBy(@Nullable String runId, Table table) {
    if (runId == null || runId.equals(table.parameters().get(RUN_ID))) {
      return table;
    }
    Map<String, String> parameters =
        ImmutableMap.<String, String>builder()
            .putAll(table.parameters())
            .put(RUN_ID, runId)
            .buildKeepingLast();
    return update(table, ParquetTable.copy(table).parameters(parameters).build());
  }

  private Table update(Table table, TableInput definition) {
    catalog.updateTable(wanted.id(), definition, table.versionId());
    return read();
  }
}
