package dev.headrace.io.glue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * How the catalog describes a table of Parquet files:
 * https://docs.aws.amazon.com/athena/latest/ug/parquet-serde.html.
 */
final class ParquetTable {
  private static final String INPUT =
      "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";
  private static final String OUTPUT =
      "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
  private static final String SERDE = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
  private static final String EXTERNAL = "EXTERNAL_TABLE";
  // https://docs.aws.amazon.com/glue/latest/webapi/API_TableInput.html
  private static final int MAX_DESCRIPTION_BYTES = 2048;

  private ParquetTable() {}

  /** A table that is not there yet. */
  static TableInput define(GlueTable table) {
    return TableInput.builder()
        .name(table.id().name())
        .description(GlueNames.oneLine(table.schema().getDoc(), MAX_DESCRIPTION_BYTES))
        .tableType(EXTERNAL)
        .parameters(Map.of("classification", "parquet", "EXTERNAL", "TRUE"))
        .partitionKeys(table.partitionKey().toColumn())
        .storageDescriptor(
            storage(
                StorageDescriptor.builder().build(),
                table.columns().stream().map(GlueColumn::toColumn).toList(),
                table.location()))
        .build();
  }

  /** A table's definition as it was read, for an update that changes a part of it. */
  static TableInput.Builder copy(Table table) {
    return TableInput.builder()
        .name(table.name())
        .description(table.description())
        .owner(table.owner())
        .lastAccessTime(table.lastAccessTime())
        .lastAnalyzedTime(table.lastAnalyzedTime())
        .retention(table.retention())
        .storageDescriptor(table.storageDescriptor())
        .partitionKeys(table.partitionKeys())
        .viewOriginalText(table.viewOriginalText())
        .viewExpandedText(table.viewExpandedText())
        .tableType(table.tableType())
        .parameters(table.parameters())
        .targetTable(table.targetTable());
  }

  /** Storage that is Parquet at the location; all else stays. */
  static StorageDescriptor storage(StorageDescriptor old, List<Column> columns, String location) {
    SerDeInfo serde =
        isParquet(old)
            ? old.serdeInfo()
            : SerDeInfo.builder()
                .serializationLibrary(SERDE)
                .parameters(Map.of("serialization.format", "1"))
                .build();
    return old.toBuilder()
        .columns(columns)
        .location(location)
        .inputFormat(INPUT)
        .outputFormat(OUTPUT)
        .serdeInfo(serde)
        .build();
  }

  static boolean isParquet(StorageDescriptor storage) {
    return INPUT.equals(storage.inputFormat())
        && OUTPUT.equals(storage.outputFormat())
        && storage.serdeInfo() != null
        && SERDE.equals(storage.serdeInfo().serializationLibrary());
  }

  /**
   * Makes sure that a table which is there is of the dataset.
   *
   * @throws IncompatibleTableException if it has another format, place or partition key
   */
  static void requireSame(Table found, GlueTable wanted) {
    StorageDescriptor storage = found.storageDescriptor();
    require(
        EXTERNAL.equals(found.tableType())
            && storage != null
            && isParquet(storage)
            && !found.parameters().containsKey("table_type"),
        wanted,
        "it is no external table of Parquet files");
    require(
        isAt(storage, wanted.location()),
        wanted,
        "it is at %s and not at %s".formatted(storage.location(), wanted.location()));
    List<Column> keys = List.of(wanted.partitionKey().toColumn());
    require(
        GlueColumn.areAlike(found.partitionKeys(), keys),
        wanted,
        "it is partitioned by %s and not by %s".formatted(told(found.partitionKeys()), told(keys)));
  }

  /** Whether the storage is at the location, a slash at its end or not. */
  static boolean isAt(StorageDescriptor storage, String location) {
    return Objects.equals(storage.location(), location)
        || location.equals(storage.location() + "/");
  }

  private static String told(List<Column> columns) {
    return columns.stream().map(column -> column.name() + " (" + column.type() + ")").toList() + "";
  }

  private static void require(boolean holds, GlueTable table, String fault) {
    if (!holds) {
      throw new IncompatibleTableException(
          "The table %s is there, but %s; give the dataset another table"
              .formatted(table.id(), fault));
    }
  }
}
