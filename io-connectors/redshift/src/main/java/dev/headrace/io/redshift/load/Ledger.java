package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.load.LoadOptions.Mismatch;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.SqlRow;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the ledger says of one load. */
final class Ledger {
  /**
   * A load that was applied.
   *
   * @param rows that were applied
   * @param fingerprint of their data, with those that COPY refused
   * @param attempt that applied them
   * @param files that they came in
   * @param bytes of the files
   * @param committedAt by Redshift's clock; null if the ledger was not asked
   */
  record Entry(
      long rows,
      String fingerprint,
      String attempt,
      long files,
      long bytes,
      @Nullable Instant committedAt) {

    /** That of an attempt at a load, before the ledger has told when. */
    static Entry of(Load load, long refused, String attempt) {
      return new Entry(
          load.rows() - refused,
          load.fingerprint(),
          attempt,
          load.files().size(),
          load.bytes(),
          null);
    }

    /** From the columns of {@link LedgerSql#find}. */
    static Entry of(SqlRow row) {
      return new Entry(
          row.number(0),
          row.text(1),
          row.text(2),
          row.number(3),
          row.number(4),
          instant(row.text(5)));
    }

    private static Instant instant(String utc) {
      LocalDateTime time = LocalDateTime.parse(utc.replace(' ', 'T'));
      return Instant.ofEpochMilli(time.toInstant(ZoneOffset.UTC).toEpochMilli());
    }
  }

  private final LedgerSql sql;
  private final Load load;
  private final Mismatch mismatch;
  private final Conflicts conflicts;

  Ledger(LoadPlan plan, Load load, Conflicts conflicts) {
    this.conflicts = conflicts;
    this.sql = new LedgerSql(plan);
    this.load = load;
    this.mismatch = plan.options().mismatch();
  }

  /**
   * What was applied of the load, if it was.
   *
   * @throws IllegalStateException if it was applied with other data
   */
  Optional<Entry> applied(RedshiftSession session) throws SQLException {
    return entry(conflicts.retried(() -> session.query(sql.find(load.key()))));
  }

  /**
   * The same, after all transactions that hold the ledger have ended: the lock is not had before.
   */
  Optional<Entry> finallyApplied(RedshiftSession session) throws SQLException {
    conflicts.retried(() -> session.inTransaction(List.of(sql.lock())));
    return applied(session);
  }

  private Optional<Entry> entry(List<SqlRow> found) {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Entry entry = Entry.of(found.get(0));
    if (mismatch == Mismatch.FAIL && !load.fingerprint().equals(entry.fingerprint())) {
      throw new IllegalStateException(
          "The load \"%s\" into %s was applied with other data: their fingerprint is %s, and now it is %s; give new data another load id"
              .formatted(
                  load.loadId(), load.destination(), entry.fingerprint(), load.fingerprint()));
    }
    return Optional.of(entry);
  }
}
