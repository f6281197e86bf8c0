package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.sql.Identifiers;
import dev.headrace.io.redshift.sql.Literals;
import dev.headrace.io.redshift.sql.Sql;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Statements that bring rows into temporary tables, where they are looked at. */
final class StageSql {
  private static final String JSON =
      "JSON 'auto ignorecase' GZIP MANIFEST TIMEFORMAT 'auto' COMPUPDATE OFF";

  private final LoadPlan plan;
  private final RedshiftTable table;

  StageSql(LoadPlan plan) {
    this.plan = plan;
    this.table = plan.table();
  }

  /** No constraints: what breaks one is to be told by name before the apply. */
  Sql create() {
    return createAsNarrow(Map.of());
  }

  /**
   * The same, with texts as short as the target's are.
   *
   * @param there the target's types by column
   */
  Sql createAsNarrow(Map<String, String> there) {
    return Sql.of(
        "CREATE TEMP TABLE "
            + LoadPlan.STAGE
            + " ("
            + each(
                c ->
                    Identifiers.column(c.name())
                        + " "
                        + TypeFit.narrower(c.stageType(), there.get(c.name())))
            + ")"
            + TableSql.distribution(table));
  }

  /** SERIALIZETOJSON puts lists into SUPER columns. */
  Sql copy(String manifestUri, String iamRole) {
    return copy(
        LoadPlan.STAGE,
        manifestUri,
        iamRole,
        plan.format().isJson() ? JSON + region() : "PARQUET SERIALIZETOJSON MANIFEST");
  }

  /** As the stage is. */
  Sql createIsolated() {
    return Sql.of("CREATE TEMP TABLE %s (LIKE %s)".formatted(LoadPlan.ISOLATED, LoadPlan.STAGE));
  }

  /** Unlike other COPYs it goes on behind a bad row. */
  Sql copyJson(String manifestUri, String iamRole) {
    return copy(LoadPlan.ISOLATED, manifestUri, iamRole, JSON + " MAXERROR 100000" + region());
  }

  private String region() {
    String region = plan.format().region();
    return region == null ? "" : " REGION " + Literals.quoted(region);
  }

  private static Sql copy(String into, String manifestUri, String iamRole, String format) {
    return new Sql(
        "COPY "
            + into
            + " FROM "
            + Literals.quoted(manifestUri)
            + " IAM_ROLE "
            + (iamRole.equals("default") ? iamRole : Literals.quoted(iamRole))
            + " FORMAT AS "
            + format
            + " STATUPDATE OFF",
        List.of());
  }

  Sql countIsolated() {
    return Sql.of("SELECT COUNT(*) FROM " + LoadPlan.ISOLATED);
  }

  Sql stageIsolated() {
    String columns = Identifiers.columns(plan.columns());
    return Sql.of(
        "INSERT INTO %s (%s) SELECT %s FROM %s"
            .formatted(LoadPlan.STAGE, columns, columns, LoadPlan.ISOLATED));
  }

  Sql dropIsolated() {
    return Sql.of("DROP TABLE " + LoadPlan.ISOLATED);
  }

  /**
   * How many rows the last COPY of the session has loaded, which is known without a look at them
   * (https://docs.aws.amazon.com/redshift/latest/dg/PG_LAST_COPY_COUNT.html).
   */
  Sql lastCopied() {
    return Sql.of("SELECT pg_last_copy_count()");
  }

  /** How many rows the stage holds, and how often NULL in each of the columns to look at. */
  Sql count() {
    return Sql.of(
        "SELECT COUNT(*)"
            + requiredColumns().stream()
                .map(name -> ", COUNT(*) - COUNT(" + Identifiers.column(name) + ")")
                .collect(Collectors.joining())
            + " FROM "
            + LoadPlan.STAGE);
  }

  /** The columns that are never to be NULL, if they may nevertheless be. */
  List<String> requiredColumns() {
    return plan.format().neverNull()
        ? List.of()
        : table.columns().stream().filter(c -> !c.nullable()).map(Column::name).toList();
  }

  /** One of the keys that stand more than once; no row if there is none. */
  Sql findDuplicateKey() {
    return Sql.of(
        "SELECT COUNT(*) FROM "
            + plan.source()
            + " GROUP BY "
            + Identifiers.columns(table.keys())
            + " HAVING COUNT(*) > 1 LIMIT 1");
  }

  /** The rows to apply, in the target's types, of each key the latest if that is wanted. */
  Sql createReady() {
    String columns = Identifiers.columns(plan.columns());
    String converted =
        "SELECT "
            + each(c -> c.fromStage() + " AS " + Identifiers.column(c.name()))
            + " FROM "
            + LoadPlan.STAGE;
    return Sql.of(
        "CREATE TEMP TABLE "
            + LoadPlan.READY
            + TableSql.distribution(table)
            + " AS "
            + (plan.keepsLatest() ? latest(columns, converted) : converted));
  }

  private String latest(String columns, String rows) {
    return "SELECT %s FROM (SELECT %s, ROW_NUMBER() OVER (PARTITION BY %s ORDER BY %s) AS headrace_rank FROM (%s) AS headrace_rows) AS headrace_ranked WHERE headrace_rank = 1"
        .formatted(columns, columns, Identifiers.columns(table.keys()), newestFirst(), rows);
  }

  /** After the sequence come all other columns, so that the same row wins every time. */
  private String newestFirst() {
    String sequence = String.valueOf(table.sequence());
    String others =
        table.columns().stream()
            .filter(c -> !c.name().equals(sequence) && !table.keys().contains(c.name()))
            .map(c -> ", " + comparable(c) + " DESC")
            .collect(Collectors.joining());
    return Identifiers.column(sequence) + " DESC" + others;
  }

  /**
   * As bytes, which have an order of their own
   * (https://docs.aws.amazon.com/redshift/latest/dg/r_VARBYTE_OPERATORS.html): as a text a document
   * would have no room beyond 65,535 bytes
   * (https://docs.aws.amazon.com/redshift/latest/dg/JSON_SERIALIZE.html).
   */
  private static String comparable(Column column) {
    String name = Identifiers.column(column.name());
    return column.type().equals("SUPER") ? "JSON_SERIALIZE_TO_VARBYTE(" + name + ")" : name;
  }

  /** The partitions that are in the load. */
  Sql createPartitions() {
    return Sql.of(
        "CREATE TEMP TABLE "
            + LoadPlan.PARTITIONS
            + " AS SELECT DISTINCT "
            + Identifiers.columns(plan.options().partition())
            + " FROM "
            + plan.source());
  }

  private String each(Function<Column, String> text) {
    return table.columns().stream().map(text).collect(Collectors.joining(", "));
  }
}
