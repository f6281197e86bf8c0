package dev.headrace.io.redshift.load;

import com.google.common.base.Stopwatch;
import com.google.common.collect.Lists;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.SqlRow;
import dev.headrace.io.redshift.sql.Sql;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The second step: the rows are in temporary tables of the session, committed, complete, and fit to
 * be applied. Temporary tables outlive transactions and die with the session, so that a COPY that
 * goes on after its client has left is no harm.
 */
final class Stage {
  /** What one manifest may list is not documented; more files are copied by several COPYs. */
  static final int MAX_FILES = 10_000;

  private final LoadPlan plan;
  private final StageSql sql;
  private final FileCopy copy;
  private final Staging staging;
  private final Load load;

  Stage(LoadPlan plan, Staging staging, String iamRole, Load load) {
    this.plan = plan;
    this.staging = staging;
    this.sql = new StageSql(plan);
    this.copy = new FileCopy(sql, staging, iamRole, plan.format().format());
    this.load = load;
  }

  /** The folder of the manifests that COPY reads. */
  String manifests() {
    return staging.folder();
  }

  /**
   * @param refusals takes the rows that are left out, if there may be some
   * @throws SQLException if Redshift refuses; for a COPY with what its error tables say
   * @throws IllegalStateException if the files do not hold what they should
   */
  void run(RedshiftSession session, Refusals refusals) throws SQLException, IOException {
    create(session, refusals);
    if (!load.files().isEmpty()) {
      copy(session, refusals);
      check(session, refusals);
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

  /** Texts that the table has no room for are to be found by COPY, as it tells of which row. */
  private void create(RedshiftSession session, Refusals refusals) throws SQLException {
    session.execute(
        refusals.mayBe()
            ? sql.createAsNarrow(new TableColumns(plan.table().name()).read(session))
            : sql.create());
  }

  private void copy(RedshiftSession session, Refusals refusals) throws SQLException, IOException {
    Stopwatch watch = Stopwatch.createStarted();
    for (List<StoredObject> files : Lists.partition(load.files(), MAX_FILES)) {
      copy.copy(session, files, refusals);
    }
    LoadMetrics.copied(watch);
  }

  /** One look at the rows tells all of it, where COPY has not. */
  private void check(RedshiftSession session, Refusals refusals) throws SQLException {
    if (isToldByCopy(session)) {
      return;
    }
    SqlRow counts = session.query(sql.count()).get(0);
    long copied = counts.number(0);
    long refused = refusals.rows().size();
    if (copied + refused != load.rows()) {
      throw new IllegalStateException(
          "COPY loaded %d rows and refused %d, but the files of the load \"%s\" hold %d; nothing was applied"
              .formatted(copied, refused, load.loadId(), load.rows()));
    }
    List<String> nulls = columnsWithNulls(counts);
    if (!nulls.isEmpty()) {
      throw new IllegalStateException(
          "The files of the load \"%s\" hold NULL in %s, which %s never has; nothing was applied"
              .formatted(load.loadId(), nulls, load.destination()));
    }
  }

  /** Whether one COPY has loaded all, and nothing but their number has to be known. */
  private boolean isToldByCopy(RedshiftSession session) throws SQLException {
    return sql.requiredColumns().isEmpty()
        && load.files().size() <= MAX_FILES
        && session.query(sql.lastCopied()).get(0).number(0) == load.rows();
  }

  private List<String> columnsWithNulls(SqlRow counts) {
    List<String> required = sql.requiredColumns();
    return IntStream.range(0, required.size())
        .filter(column -> counts.number(column + 1) > 0)
        .mapToObj(required::get)
        .toList();
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
