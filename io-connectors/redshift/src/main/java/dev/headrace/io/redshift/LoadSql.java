package dev.headrace.io.redshift;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.redshift.RedshiftTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The statements of a load. Names are quoted; values are bound, but for those of COPY. */
final class LoadSql {
  private static final String STAGE = "\"headrace_stage\"";

  private final RedshiftTable table;
  private final String target;
  private final String ledger;

  /**
   * @param ledger the table that records the loads, as {@code table} or {@code schema.table}
   */
  LoadSql(RedshiftTable table, String ledger) {
    this.table = table;
    this.target = Identifiers.table(table.name());
    this.ledger = Identifiers.table(ledger);
    checkArgument(
        !target.equals(STAGE) && !this.ledger.equals(STAGE),
        "%s is the temporary table of a load, which would hide a table of that name",
        STAGE);
  }

  boolean hasKeys() {
    return !table.keys().isEmpty();
  }

  String createTarget() {
    StringBuilder sql =
        new StringBuilder("CREATE TABLE IF NOT EXISTS " + target + " (" + columnList(true) + ")");
    String distKey = table.distKey();
    if (distKey != null) {
      sql.append(" DISTSTYLE KEY DISTKEY (" + Identifiers.column(distKey) + ")");
    }
    if (!table.sortKeys().isEmpty()) {
      sql.append(" COMPOUND SORTKEY (" + joined(table.sortKeys(), Identifiers::column) + ")");
    }
    return sql.toString();
  }

  String createLedger() {
    return "CREATE TABLE IF NOT EXISTS "
        + ledger
        + " (load_key VARCHAR(64) NOT NULL, load_id VARCHAR(512) NOT NULL,"
        + " destination VARCHAR(400) NOT NULL, file_count BIGINT NOT NULL,"
        + " row_count BIGINT NOT NULL, byte_count BIGINT NOT NULL,"
        + " fingerprint VARCHAR(64) NOT NULL, committed_at TIMESTAMP NOT NULL) DISTSTYLE ALL";
  }

  /** Fails if the table is not there. */
  String probeTarget() {
    return "SELECT 1 FROM " + target + " WHERE FALSE";
  }

  /** Fails if the ledger is not there. */
  String probeLedger() {
    return "SELECT 1 FROM " + ledger + " WHERE FALSE";
  }

  /** Takes the load key. */
  String findLoad() {
    return "SELECT row_count, fingerprint FROM " + ledger + " WHERE load_key = ?";
  }

  /** No constraints: what breaks one is to be told by name before the apply. */
  String createStage() {
    return "CREATE TEMP TABLE " + STAGE + " (" + columnList(false) + ")";
  }

  /** SERIALIZETOJSON puts lists into SUPER columns. */
  String copy(String manifestUri, String iamRole) {
    return "COPY "
        + STAGE
        + " FROM "
        + literal(manifestUri)
        + " IAM_ROLE "
        + (iamRole.equals("default") ? iamRole : literal(iamRole))
        + " FORMAT AS PARQUET SERIALIZETOJSON MANIFEST STATUPDATE OFF";
  }

  String countStage() {
    return "SELECT COUNT(*) FROM " + STAGE;
  }

  /** The columns that are never null. */
  List<String> requiredColumns() {
    return table.columns().stream().filter(c -> !c.nullable()).map(Column::name).toList();
  }

  /** How often the stage holds NULL in each of the required columns. */
  String countNulls() {
    return "SELECT "
        + joined(requiredColumns(), name -> "COUNT(*) - COUNT(" + Identifiers.column(name) + ")")
        + " FROM "
        + STAGE;
  }

  /** One of the keys that stand more than once; no row if there is none. */
  String findDuplicateKey() {
    String keys = joined(table.keys(), Identifiers::column);
    return "SELECT COUNT(*) FROM " + STAGE + " GROUP BY " + keys + " HAVING COUNT(*) > 1 LIMIT 1";
  }

  /** Has to be the first statement of its transaction, before one that takes a snapshot. */
  String lockLedger() {
    return "LOCK TABLE " + ledger;
  }

  /** From the stage into the target. */
  List<String> apply() {
    List<String> statements = new ArrayList<>();
    if (table.keys().isEmpty()) {
      String columns = joined(columnNames(), Identifiers::column);
      statements.add(
          "INSERT INTO " + target + " (" + columns + ") SELECT " + columns + " FROM " + STAGE);
      return statements;
    }
    String sequence = table.sequence();
    if (sequence != null) {
      String column = Identifiers.column(sequence);
      statements.add(
          "DELETE FROM %s USING %s WHERE %s AND %s.%s > %s.%s"
              .formatted(STAGE, target, keysMatch(), target, column, STAGE, column));
    }
    statements.add(merge());
    return statements;
  }

  private String merge() {
    List<String> names = columnNames();
    List<String> others = names.stream().filter(name -> !table.keys().contains(name)).toList();
    String updated = joined(others.isEmpty() ? table.keys() : others, this::fromStage);
    return "MERGE INTO "
        + target
        + " USING "
        + STAGE
        + " ON "
        + keysMatch()
        + " WHEN MATCHED THEN UPDATE SET "
        + updated
        + " WHEN NOT MATCHED THEN INSERT ("
        + joined(names, Identifiers::column)
        + ") VALUES ("
        + joined(names, name -> STAGE + "." + Identifiers.column(name))
        + ")";
  }

  /** Takes load key, load id, destination, files, rows, bytes and fingerprint. */
  String recordLoad() {
    return "INSERT INTO "
        + ledger
        + " (load_key, load_id, destination, file_count, row_count, byte_count, fingerprint,"
        + " committed_at) VALUES (?, ?, ?, ?, ?, ?, ?, GETDATE())";
  }

  private String keysMatch() {
    return table.keys().stream()
        .map(Identifiers::column)
        .map(key -> target + "." + key + " = " + STAGE + "." + key)
        .collect(Collectors.joining(" AND "));
  }

  private String fromStage(String name) {
    String column = Identifiers.column(name);
    return column + " = " + STAGE + "." + column;
  }

  private String columnList(boolean constraints) {
    return table.columns().stream()
        .map(column -> definition(column, constraints))
        .collect(Collectors.joining(", "));
  }

  private static String definition(Column column, boolean constraints) {
    String notNull = constraints && !column.nullable() ? " NOT NULL" : "";
    return Identifiers.column(column.name()) + " " + column.type() + notNull;
  }

  private List<String> columnNames() {
    return table.columns().stream().map(Column::name).toList();
  }

  private static String joined(List<String> names, Function<String, String> each) {
    return names.stream().map(each).collect(Collectors.joining(", "));
  }

  private static String literal(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
