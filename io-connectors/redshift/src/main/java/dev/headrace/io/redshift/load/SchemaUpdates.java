package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.load.LoadOptions.SchemaUpdate;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.load.TypeFit.Fit;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;
import java.util.Map;

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

  void run(RedshiftSession session) throws SQLException {
    Map<String, String> there = columns.read(session);
    if (there.isEmpty()) {
      // Found by another way than the catalog: whether the columns fit is told by the apply.
      return;
    }
    for (Column column : plan.table().columns()) {
      String type = there.get(column.name());
      if (type == null) {
        add(session, column);
      } else {
        fit(session, column, type);
      }
    }
  }

  private void add(RedshiftSession session, Column column) throws SQLException {
    if (!allows(SchemaUpdate.ADD_COLUMNS)) {
      throw refusal(column, "is not there, and the schema update ADD_COLUMNS is not on");
    }
    if (!column.nullable()) {
      throw refusal(column, "is not there, and cannot be added, since it is never null");
    }
    alter(session, sql.addColumn(column), column);
  }

  private void fit(RedshiftSession session, Column column, String there) throws SQLException {
    switch (TypeFit.of(column.type(), there)) {
      case FITS -> {
        return;
      }
      case TOO_SHORT -> {
        // Without widening, Redshift itself refuses the values that do not fit.
        if (allows(SchemaUpdate.WIDEN_VARCHARS)) {
          alter(session, sql.widen(column), column);
        }
      }
      case OTHER ->
          throw refusal(
              column,
              "has the type "
                  + there
                  + " there, which does not hold all values of "
                  + column.type()
                  + "; no load changes a type or makes it narrower");
    }
  }

  /** The error of a race differs by version, so the column is looked at instead of the message. */
  private void alter(RedshiftSession session, Sql alter, Column column) throws SQLException {
    try {
      session.execute(alter);
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
