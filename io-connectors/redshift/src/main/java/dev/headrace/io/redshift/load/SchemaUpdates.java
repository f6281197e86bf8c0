package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.load.LoadOptions.SchemaUpdate;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.load.TypeFit.Fit;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets the table's columns follow the schema, as far as the options say, and refuses what they do
 * not hold. One column per statement, outside of a transaction, as Redshift wants it
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html). A column that another job
 * has changed meanwhile is as good as one changed here.
 */
final class SchemaUpdates {
  private final LoadPlan plan;
  private final TableSql sql;
  private final TableColumns columns;

  SchemaUpdates(LoadPlan plan) {
    this.plan = plan;
    this.sql = new TableSql(plan);
    this.columns = new TableColumns(plan.table().name());
  }

  /**
   * @param there types of the table's columns by name
   */
  void run(RedshiftSession session, Map<String, String> there) throws SQLException {
    for (Change change : changes(there)) {
      alter(session, change);
    }
  }

  /**
   * What is to be done to the table; nothing if it is not there, or found by another way than the
   * catalog: then the apply tells whether the columns fit.
   *
   * @param there types of the table's columns by name
   * @throws IllegalStateException if the options do not allow it, or it cannot be done
   */
  List<Change> changes(Map<String, String> there) {
    List<Change> changes = new ArrayList<>();
    if (!there.isEmpty()) {
      for (Column column : plan.table().columns()) {
        change(column, there.get(column.name())).ifPresent(changes::add);
      }
    }
    return changes;
  }

  /** A statement that lets a column follow the schema. */
  record Change(Column column, Sql sql) {}

  private Optional<Change> change(Column column, @Nullable String there) {
    return there == null ? Optional.of(added(column)) : fitted(column, there);
  }

  private Change added(Column column) {
    if (!allows(SchemaUpdate.ADD_COLUMNS)) {
      throw refusal(column, "is not there, and the schema update ADD_COLUMNS is not on");
    }
    if (!column.nullable()) {
      throw refusal(column, "is not there, and cannot be added, since it is never null");
    }
    return new Change(column, sql.addColumn(column));
  }

  private Optional<Change> fitted(Column column, String there) {
    return switch (TypeFit.of(column.type(), there)) {
      case FITS -> Optional.empty();
      // Without widening, Redshift itself refuses the values that do not fit.
      case TOO_SHORT ->
          allows(SchemaUpdate.WIDEN_VARCHARS)
              ? Optional.of(new Change(column, sql.widen(column)))
              : Optional.empty();
      case OTHER ->
          throw refusal(
              column,
              "has the type "
                  + there
                  + " there, which does not hold all values of "
                  + column.type()
                  + "; no load changes a type or makes it narrower");
    };
  }

  /** The error of a race differs by version, so the column is looked at instead of the message. */
  private void alter(RedshiftSession session, Change change) throws SQLException {
    Column column = change.column();
    try {
      session.execute(change.sql());
    } catch (SQLException e) {
      String now = columns.read(session).get(column.name());
      if (now == null || TypeFit.of(column.type(), now) != Fit.FITS) {
        throw e;
      }
    }
  }

  private boolean allows(SchemaUpdate update) {
    return plan.options().schemaUpdates().contains(update);
  }

  private IllegalStateException refusal(Column column, String reason) {
    return new IllegalStateException(
        "The column \"%s\" of the table %s %s; nothing was loaded"
            .formatted(column.name(), plan.table().name(), reason));
  }
}
