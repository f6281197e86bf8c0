package dev.headrace.pipelines.run;

import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.redshift.RedshiftIO.LoadFiles;
import dev.headrace.io.redshift.load.LoadLedger;
import dev.headrace.io.redshift.load.LoadPlan;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.TableCheck;
import dev.headrace.io.redshift.session.RedshiftSessions;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** What the warehouse's ledger knows of the loads of a table. */
record Loads(RedshiftSessions warehouse, RedshiftTable table) {
  /** The user, the password or the database is none of the warehouse's, today and tomorrow. */
  private static final String OF_THE_SETTINGS = "28...|3D000";

  /** The load of a run; empty if it has not been applied. */
  Optional<LoadResult> find(RunPaths run) throws IOException, SQLException {
    return LoadLedger.find(warehouse, table, LoadFiles.DEFAULT_LEDGER, StartedRun.loadId(run));
  }

  /**
   * Hours of fetching are not to end at a warehouse that could not have been reached anyway, or at
   * a table that does not take the rows.
   */
  void requireWarehouse(RunPaths run) throws IOException, SQLException {
    try {
      if (find(run).isEmpty()) {
        TableCheck.requireColumns(
            warehouse, new LoadPlan(table, Load.OPTIONS, LoadFiles.DEFAULT_LEDGER));
      }
    } catch (SQLException e) {
      String told =
          "The warehouse cannot be asked for its ledger and its table, so nothing was fetched: "
              + e.getMessage();
      if (String.valueOf(e.getSQLState()).matches(OF_THE_SETTINGS)) {
        throw new IllegalArgumentException(told, e);
      }
      throw new SQLException(told, e.getSQLState(), e);
    }
  }
}
