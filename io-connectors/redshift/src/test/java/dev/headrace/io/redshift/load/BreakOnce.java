package dev.headrace.io.redshift.load;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Breaks the connection once, before or after the nth step. */
final class BreakOnce implements Faults {
  private final int step;
  private final boolean done;
  private int steps;
  private @Nullable String broken;

  private BreakOnce(int step, boolean done) {
    this.step = step;
    this.done = done;
  }

  static BreakOnce before(int step) {
    return new BreakOnce(step, false);
  }

  static BreakOnce after(int step) {
    return new BreakOnce(step, true);
  }

  /** The step that broke, or null if the run had fewer. */
  @Nullable String broken() {
    return broken;
  }

  @Override
  public void before(Connection connection, String sql) throws SQLException {
    steps++;
    breakOff(connection, sql, false);
  }

  @Override
  public void after(Connection connection, String sql) throws SQLException {
    breakOff(connection, sql, true);
  }

  private void breakOff(Connection connection, String sql, boolean after) throws SQLException {
    if (steps == step && done == after) {
      broken = sql;
      Faults.breakOff(connection);
    }
  }
}
