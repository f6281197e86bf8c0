package dev.headrace.io.redshift;

import dev.headrace.io.redshift.LoadResult.Status;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Looks into the ledger of loads without loading. */
public final class LoadLedger {
  private LoadLedger() {}

  /**
   * The load, if it has been applied.
   *
   * @throws SQLException if Redshift cannot be asked; a ledger that is not there yet is no error
   */
  public static Optional<LoadResult> find(
      RedshiftConnection warehouse, RedshiftTable table, String ledger, String loadId)
      throws SQLException, IOException {
    LoadSql sql = new LoadSql(table, ledger);
    try (Connection connection = warehouse.open()) {
      if (!exists(connection, sql)) {
        return Optional.empty();
      }
      try (PreparedStatement find = connection.prepareStatement(sql.findLoad())) {
        find.setString(1, new Load(loadId, table.name(), List.of()).key());
        try (ResultSet found = find.executeQuery()) {
          return found.next()
              ? Optional.of(
                  LoadResult.of(loadId, table.name(), Status.ALREADY_LOADED, found.getLong(1)))
              : Optional.empty();
        }
      }
    }
  }

  private static boolean exists(Connection connection, LoadSql sql) throws SQLException {
    try (Statement probe = connection.createStatement()) {
      probe.execute(sql.probeLedger());
      return true;
    } catch (SQLException e) {
      // 42P01, undefined table: https://www.postgresql.org/docs/8.0/errcodes-appendix.html
      if ("42P01".equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }
}
