package dev.headrace.io.redshift.session;

import com.google.common.collect.ImmutableList;
import dev.headrace.io.redshift.sql.Literals;
import dev.headrace.io.redshift.sql.Sql;
import java.time.Duration;
import java.util.List;

/** What every session begins with. */
final class SetUp {
  private SetUp() {}

  /**
   * @param statementTimeout zero for Redshift's own
   * @param queryGroup empty for none
   */
  static List<Sql> statements(Duration statementTimeout, String queryGroup) {
    ImmutableList.Builder<Sql> statements = ImmutableList.builder();
    statements.add(Sql.of("SET timezone TO 'UTC'"));
    if (!statementTimeout.isZero()) {
      statements.add(Sql.of("SET statement_timeout TO " + statementTimeout.toMillis()));
    }
    if (!queryGroup.isEmpty()) {
      statements.add(new Sql("SET query_group TO " + Literals.quoted(queryGroup), List.of()));
    }
    return statements.build();
  }
}
