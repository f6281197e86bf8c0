package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong on purpose with the statements of a {@link LocalRedshift}: over JDBC, its port
 * and the Data API alike, for sessions of this JVM. A fault names a statement by a regular
 * expression that is found in its SQL, and by its number among those in which it is found, from 1,
 * whatever session they come from and beginning when the fault is set. It happens once.
 *
 * <p>A commit that JDBC or a batch of the Data API does by itself is the statement {@code COMMIT}.
 * Statements of JDBC's batches are not counted.
 */
public final class StatementFaults {
  private static final Map<Integer, StatementFaults> BY_PORT = new ConcurrentHashMap<>();

  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private volatile Consumer<String> watcher = sql -> {};

  private StatementFaults() {}

  /** Those of the server at a port, which connections find by nothing else. */
  static StatementFaults of(int postgresPort) {
    return BY_PORT.computeIfAbsent(postgresPort, port -> new StatementFaults());
  }

  static void forget(int postgresPort) {
    BY_PORT.remove(postgresPort);
  }

  /** Refuses a statement without running it; a transaction block fails. */
  public Fault failBefore(String pattern, int number, String sqlState, String message) {
    return add(pattern, number, true, session -> fail(sqlState, message));
  }

  /** Runs a statement and tells that it failed. A transaction block fails, else its work stays. */
  public Fault failAfter(String pattern, int number, String sqlState, String message) {
    return add(pattern, number, false, session -> fail(sqlState, message));
  }

  /** Drops the connection instead of running a statement. */
  public Fault dropBefore(String pattern, int number) {
    return add(pattern, number, true, Session::drop);
  }

  /**
   * Runs a statement and drops the connection instead of answering. What it did stays, unless a
   * transaction block is open, which is rolled back.
   */
  public Fault dropAfter(String pattern, int number) {
    return add(pattern, number, false, Session::drop);
  }

  /** Runs a statement, commits, and drops the connection instead of answering. */
  public Fault commitThenDrop(String pattern, int number) {
    return add(
        pattern,
        number,
        false,
        session -> {
          session.commit();
          session.drop();
        });
  }

  /** Gives every statement's SQL to the watcher before it is run, in place of an earlier one. */
  public void watch(Consumer<String> watcher) {
    this.watcher = watcher;
  }

  /** Forgets the watcher and all faults that have not happened. */
  public void clear() {
    faults.clear();
    watcher = sql -> {};
  }

  private Fault add(String pattern, int number, boolean before, Action action) {
    if (number < 1) {
      throw new IllegalArgumentException("number must be at least 1, but is " + number);
    }
    Fault fault = new Fault(Pattern.compile(pattern), number, before, action);
    faults.add(fault);
    return fault;
  }

  private static void fail(String sqlState, String message) throws SQLException {
    throw new SQLException(message, sqlState);
  }

  /** The fault that a statement meets, if any; to be asked once for each that is executed. */
  @Nullable Fault meet(String sql) {
    watcher.accept(sql);
    List<Fault> met = faults.stream().filter(fault -> fault.takes(sql)).toList();
    faults.removeAll(met);
    return met.isEmpty() ? null : met.get(0);
  }

  /** The session a fault acts on. */
  interface Session {
    /** Commits the transaction block, if one is open. */
    void commit() throws SQLException;

    /** Always throws what tells that the connection is gone. */
    void drop() throws SQLException;
  }

  private interface Action {
    void act(Session session) throws SQLException;
  }

  /** One fault, which waits for its statement. */
  public static final class Fault {
    private final Pattern pattern;
    private final AtomicInteger left;
    private final boolean before;
    private final Action action;
    private volatile @Nullable String met;

    private Fault(Pattern pattern, int number, boolean before, Action action) {
      this.pattern = pattern;
      this.left = new AtomicInteger(number);
      this.before = before;
      this.action = action;
    }

    /** The SQL of the statement that met it, if one has. */
    public Optional<String> met() {
      return Optional.ofNullable(met);
    }

    private boolean takes(String sql) {
      boolean taken = pattern.matcher(sql).find() && left.decrementAndGet() == 0;
      if (taken) {
        met = sql;
      }
      return taken;
    }

    boolean isBefore() {
      return before;
    }

    void before(Session session) throws SQLException {
      if (before) {
        action.act(session);
      }
    }

    void after(Session session) throws SQLException {
      if (!before) {
        action.act(session);
      }
    }
  }
}
