package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.RedshiftSessions;
import java.io.IOException;
import java.sql.SQLException;

/** Looks at a table without loading, so that no work is done for a load that would be refused. */
public final class TableCheck {
  private TableCheck() {}

  /**
   * Checks that the table, if it is there, has columns for all values of the plan's, or can be
   * given them by what the plan's options allow. Nothing is changed. What others do to the table
   * until it is loaded is found by the load.
   *
   * @throws SQLException if Redshift cannot be asked
   * @throws IllegalStateException if the load would be refused, with the column and why
   */
  public static void requireColumns(RedshiftSessions warehouse, LoadPlan plan)
      throws SQLException, IOException {
    try (RedshiftSession session = warehouse.open()) {
      TableColumns columns = new TableColumns(plan.table().name());
      new SchemaUpdates(plan).changes(new Conflicts().retried(() -> columns.read(session)));
    }
  }
}
