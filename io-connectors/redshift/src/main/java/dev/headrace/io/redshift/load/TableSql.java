package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.sql.Identifiers;
import dev.headrace.io.redshift.sql.Sql;
import java.util.stream.Collectors;

/** Statements that make the target table and change its columns. */
final class TableSql {
  private final RedshiftTable table;
  private final String target;

  TableSql(LoadPlan plan) {
    this.table = plan.table();
    this.target = plan.target();
  }

  Sql create() {
    return Sql.of(
        "CREATE TABLE IF NOT EXISTS "
            + target
            + " ("
            + table.columns().stream().map(TableSql::definition).collect(Collectors.joining(", "))
            + ")"
            + distribution(table)
            + order());
  }

  /** How rows are spread, for the target and for what is joined with it. */
  static String distribution(RedshiftTable table) {
    String key = table.distKey();
    return key == null ? "" : " DISTSTYLE KEY DISTKEY (" + Identifiers.column(key) + ")";
  }

  private String order() {
    return table.sortKeys().isEmpty()
        ? ""
        : " COMPOUND SORTKEY (" + Identifiers.columns(table.sortKeys()) + ")";
  }

  /** Fails if the table is not there. */
  Sql probe() {
    return Sql.of("SELECT 1 FROM " + target + " WHERE FALSE");
  }

  Sql addColumn(Column column) {
    return Sql.of("ALTER TABLE " + target + " ADD COLUMN " + definition(column));
  }

  /** Makes a VARCHAR as long as the column's values can be. */
  Sql widen(Column column) {
    return Sql.of(
        "ALTER TABLE "
            + target
            + " ALTER COLUMN "
            + Identifiers.column(column.name())
            + " TYPE "
            + TypeFit.varchar(column.type()));
  }

  /** One row if the table has any. */
  Sql findRow() {
    return Sql.of("SELECT 1 FROM " + target + " LIMIT 1");
  }

  private static String definition(Column column) {
    String notNull = column.nullable() ? "" : " NOT NULL";
    return Identifiers.column(column.name()) + " " + column.type() + notNull;
  }
}
