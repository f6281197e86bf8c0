package dev.headrace.testdata.redshift;

import java.sql.SQLException;

/**
 * What PostgreSQL would run and Redshift would not.
 *
 * <p>Sources: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/c_unsupported-postgresql-features.html">Unsupported
 * PostgreSQL features</a>, <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html">MERGE</a>, <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/r_DELETE.html">DELETE</a>.
 */
final class RedshiftRefusals {
  private RedshiftRefusals() {}

  static void check(SqlEdit sql) throws SQLException {
    if (sql.is(0, "CREATE")) {
      create(sql);
    }
    if (sql.is(0, "LOCK")) {
      lock(sql);
    }
    int change = afterWith(sql);
    if (sql.token(change).isAny("INSERT", "UPDATE", "DELETE", "MERGE")) {
      if (change > 0 && sql.token(change).isAny("INSERT", "MERGE")) {
        throw CopyException.syntax(
            "Redshift has no WITH before %1$s: syntax error at or near \"%1$s\""
                .formatted(sql.token(change).text()));
      }
      clauses(sql);
    }
    if (sql.is(0, "DELETE")) {
      int after = sql.afterName(sql.is(1, "FROM") ? 2 : 1);
      if (after < sql.size() && !sql.token(after).isAny("USING", "WHERE")) {
        throw alias("DELETE", sql.token(after));
      }
    }
    if (sql.is(0, "ALTER", "TABLE")) {
      oneAction(sql);
    }
    if (sql.is(0, "MERGE", "INTO")) {
      merge(sql);
    }
  }

  private static void create(SqlEdit sql) throws SQLException {
    int object = 1;
    while (sql.token(object).isAny("OR", "REPLACE", "UNIQUE", "TEMP", "TEMPORARY", "CONSTRAINT")) {
      object++;
    }
    if (sql.token(object)
        .isAny("INDEX", "SEQUENCE", "TRIGGER", "RULE", "DOMAIN", "TYPE", "EXTENSION")) {
      throw CopyException.unsupported(
          "CREATE %s is not supported in Redshift".formatted(sql.token(object).text()));
    }
  }

  /** A lock is exclusive and waited for. */
  private static void lock(SqlEdit sql) throws SQLException {
    for (int i = 1; i < sql.size(); i++) {
      if (sql.token(i).isAny("IN", "NOWAIT")) {
        throw CopyException.syntax(
            "Redshift has one kind of lock: syntax error at or near \"%s\""
                .formatted(sql.token(i).text()));
      }
    }
  }

  /** Where the statement begins that a WITH is for; 0 if there is none. */
  private static int afterWith(SqlEdit sql) {
    if (!sql.is(0, "WITH")) {
      return 0;
    }
    int at = 1;
    while (at < sql.size()
        && !sql.token(at).isAny("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE")) {
      at = sql.is(at, "(") ? sql.afterParentheses(at) : at + 1;
    }
    return at;
  }

  private static void clauses(SqlEdit sql) throws SQLException {
    for (int i = 0; i < sql.size(); i++) {
      if (sql.is(i, "ON", "CONFLICT")) {
        throw CopyException.syntax(
            "Redshift has no ON CONFLICT: syntax error at or near \"CONFLICT\"");
      }
      if (sql.is(i, "RETURNING") && !sql.is(i - 1, ".")) {
        throw CopyException.syntax(
            "Redshift has no RETURNING: syntax error at or near \"RETURNING\"");
      }
    }
  }

  private static void oneAction(SqlEdit sql) throws SQLException {
    for (int i = 2; i < sql.size(); i++) {
      i = sql.afterOptionalParentheses(i);
      if (sql.is(i, ",")) {
        throw CopyException.syntax(
            "Redshift takes one action in an ALTER TABLE: syntax error at or near \",\"");
      }
    }
  }

  private static void merge(SqlEdit sql) throws SQLException {
    int after = sql.afterName(2);
    if (!sql.is(after, "USING")) {
      throw alias("MERGE", sql.token(after));
    }
    if (sql.is(after + 1, "(")) {
      throw CopyException.syntax("The source of a MERGE must be a table in Redshift, not a query");
    }
    boolean matched = false;
    boolean notMatched = false;
    for (int i = after; i < sql.size(); i++) {
      matched |= sql.is(i, "WHEN", "MATCHED");
      notMatched |= sql.is(i, "WHEN", "NOT", "MATCHED");
      if (sql.is(i, "MATCHED", "AND")) {
        throw CopyException.syntax("Redshift has no condition after MATCHED in a MERGE");
      }
      if (sql.is(i, "THEN", "DO") || sql.is(i, "MATCHED", "BY")) {
        throw CopyException.syntax("Redshift has neither DO NOTHING nor NOT MATCHED BY in a MERGE");
      }
    }
    if (!matched || !notMatched) {
      throw CopyException.syntax(
          "A MERGE in Redshift needs both WHEN MATCHED and WHEN NOT MATCHED");
    }
  }

  private static SQLException alias(String statement, Token found) {
    return CopyException.syntax(
        "Redshift has no alias for the target table of a %s: syntax error at or near \"%s\""
            .formatted(statement, found.text()));
  }
}
