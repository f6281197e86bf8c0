package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.SqlRow;
import dev.headrace.io.redshift.sql.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The second step: the rows are in temporary tables of the session, committed, complete, and fit to
 * be applied. Temporary tables outlive transactions and die with the session, so that a COPY that
 * goes on after its client has left is no harm.
 */
final class Stage {
  private final LoadPlan plan;
  private final StageSql sql;
  private final Staging staging;
  private final String iamRole;
  private final Load load;

  Stage(LoadPlan plan, Staging staging, String iamRole, Load load) {
    this.plan = plan;
    this.sql = new StageSql(plan);
    this.staging = staging;
    this.iamRole = iamRole;
    this.load = load;
  }

  /**
   * @throws SQLException if Redshift refuses; for a COPY with what its error tables say
   * @throws IllegalStateException if the files do not hold what they should
   */
  void run(RedshiftSession session) throws SQLException, IOException {
    session.execute(sql.create());
    if (!load.files().isEmpty()) {
      copy(session);
      requireNoNulls(session);
    }
    if (plan.hasReady()) {
      session.execute(sql.createReady());
    }
    if (!load.files().isEmpty()) {
      requireEachKeyOnce(session);
    }
    if (plan.replacesPartitions()) {
      session.execute(sql.createPartitions());
    }
  }

  private void copy(RedshiftSession session) throws SQLException, IOException {
    String manifest = staging.writeManifest(load);
    try {
      session.execute(sql.copy(manifest, iamRole));
    } catch (SQLException e) {
      throw new CopyErrors(load).explained(session, e);
    }
    long copied = session.query(sql.count()).get(0).number(0);
    if (copied != load.rows()) {
      throw new IllegalStateException(
          "COPY from %s loaded %d rows, but its files hold %d; nothing was applied"
              .formatted(manifest, copied, load.rows()));
    }
  }

  private void requireNoNulls(RedshiftSession session) throws SQLException {
    List<String> nulls = columnsWithNulls(session);
    if (!nulls.isEmpty()) {
      throw new IllegalStateException(
          "The files of the load \"%s\" hold NULL in %s, which %s never has; nothing was applied"
              .formatted(load.loadId(), nulls, load.destination()));
    }
  }

  private List<String> columnsWithNulls(RedshiftSession session) throws SQLException {
    List<String> required = sql.requiredColumns();
    List<String> found = new ArrayList<>();
    if (required.isEmpty()) {
      return found;
    }
    SqlRow nulls = session.query(sql.countNulls()).get(0);
    for (int i = 0; i < required.size(); i++) {
      if (nulls.number(i) > 0) {
        found.add(required.get(i));
      }
    }
    return found;
  }

  private void requireEachKeyOnce(RedshiftSession session) throws SQLException {
    if (plan.table().keys().isEmpty() || plan.keepsLatest()) {
      return;
    }
    Sql duplicate = sql.findDuplicateKey();
    if (!session.query(duplicate).isEmpty()) {
      throw new IllegalStateException(
          "The files of the load \"%s\" hold a key of %s more than once; nothing was applied"
              .formatted(load.loadId(), load.destination()));
    }
  }
}
