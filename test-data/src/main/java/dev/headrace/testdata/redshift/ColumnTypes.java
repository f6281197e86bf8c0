package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import java.util.Set;

/**
 * Refuses columns of types and sizes that PostgreSQL has and Redshift has not.
 *
 * <p>Sources: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/c_unsupported-postgresql-datatypes.html">Unsupported
 * PostgreSQL data types</a>, <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html">Character types</a>,
 * <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_types201.html">Numeric
 * types</a>.
 */
final class ColumnTypes {
  private static final Set<String> UNKNOWN =
      Set.of(
          "bigserial",
          "bit",
          "bytea",
          "cidr",
          "inet",
          "json",
          "jsonb",
          "macaddr",
          "money",
          "serial",
          "smallserial",
          "tsquery",
          "tsvector",
          "uuid",
          "xml");

  private ColumnTypes() {}

  /**
   * @param type where the column's type begins
   * @param end where its definition ends
   */
  static void check(SqlEdit sql, int type, int end) throws SQLException {
    Token name = sql.token(type);
    if (name.isName() && UNKNOWN.contains(name.name())) {
      throw CopyException.unsupported("Redshift has no type %s".formatted(name.text()));
    }
    int open = open(sql, type, end);
    if (sql.is(open, "[")) {
      throw CopyException.unsupported("Redshift has no arrays but in a SUPER");
    }
    if (name.isAny("VARCHAR", "NVARCHAR") || sql.is(open - 1, "VARYING")) {
      most(sql, open + 1, 65_535, "length for type varchar cannot exceed");
    } else if (name.isAny("CHAR", "CHARACTER", "NCHAR", "BPCHAR")) {
      most(sql, open + 1, 4_096, "length for type char cannot exceed");
    } else if (name.isAny("DECIMAL", "NUMERIC")) {
      most(sql, open + 1, 38, "DECIMAL precision cannot exceed");
      most(sql, open + 3, 37, "DECIMAL scale cannot exceed");
    }
  }

  /** What stands behind the type's words. */
  private static int open(SqlEdit sql, int type, int end) {
    int at = type + 1;
    while (at < end && sql.is(at, "VARYING")) {
      at++;
    }
    return at;
  }

  private static void most(SqlEdit sql, int at, int most, String message) throws SQLException {
    Token size = sql.token(at);
    boolean more = size.kind() == Token.Kind.NUMBER && Double.parseDouble(size.text()) > most;
    if (sql.token(at - 1).isAny("(", ",") && more) {
      throw CopyException.unsupported(message + " " + most);
    }
  }
}
