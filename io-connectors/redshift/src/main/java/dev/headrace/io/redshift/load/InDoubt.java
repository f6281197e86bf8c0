package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.session.OutcomeUnknownException;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.io.redshift.sql.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A commit without an answer: whether it was done stands in the ledger, behind its lock. A session
 * that only seems to live would keep that lock for up to six hours
 * (https://docs.aws.amazon.com/redshift/latest/mgmt/amazon-redshift-limits.html), so it is ended
 * first.
 */
final class InDoubt {
  private static final Logger LOG = LoggerFactory.getLogger(InDoubt.class);

  private final RedshiftSessions warehouse;
  private final Ledger ledger;
  private final Load load;

  InDoubt(RedshiftSessions warehouse, Ledger ledger, Load load) {
    this.warehouse = warehouse;
    this.ledger = ledger;
    this.load = load;
  }

  /**
   * What was applied of the load, if it was.
   *
   * @param backend of the session in doubt
   * @param attempt that is in doubt, which looks for itself
   * @throws OutcomeUnknownException the failure itself, if there is no answer either
   */
  Optional<Ledger.Entry> resolve(int backend, String attempt, OutcomeUnknownException failure)
      throws SQLException {
    LOG.warn("No answer to the commit of load {}; looking whether it was done", load.loadId());
    try (RedshiftSession session = MarkedSession.of(warehouse.open(), load, attempt)) {
      end(session, backend);
      Optional<Ledger.Entry> applied = ledger.finallyApplied(session);
      LoadMetrics.inDoubtResolved();
      return applied;
    } catch (SQLException | IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private static void end(RedshiftSession session, int backend) {
    try {
      session.query(Sql.of("SELECT pg_terminate_backend(" + backend + ")"));
    } catch (SQLException e) {
      // Not allowed, or gone already: then the lock is waited for.
      LOG.debug("The session {} in doubt cannot be ended", backend, e);
    }
  }
}
