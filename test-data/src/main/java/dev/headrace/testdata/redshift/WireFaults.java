package dev.headrace.testdata.redshift;

import dev.headrace.testdata.redshift.StatementFaults.Fault;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What goes wrong on purpose with the statements of one client of the wire. */
final class WireFaults implements StatementFaults.Session {
  private final StatementFaults faults;
  private final WireBackend backend;

  WireFaults(StatementFaults faults, WireBackend backend) {
    this.faults = faults;
    this.backend = backend;
  }

  @Nullable Fault meet(String sql) {
    return faults.meet(sql);
  }

  void before(@Nullable Fault fault) throws SQLException {
    if (fault != null) {
      fault.before(this);
    }
  }

  void after(@Nullable Fault fault) throws SQLException {
    if (fault != null) {
      fault.after(this);
    }
  }

  @Override
  public void commit() throws SQLException {
    backend.commit();
  }

  @Override
  public void drop() throws SQLException {
    throw WireBackend.gone(new IOException("The local Redshift drops the connection"));
  }
}
