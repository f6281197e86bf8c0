package dev.headrace.testdata.redshift;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An {@code ALTER TABLE t ALTER COLUMN c TYPE VARCHAR(n)}, which Redshift runs outside of
 * transactions only.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html">ALTER
 * TABLE</a>.
 *
 * @param table the name's parts, unquoted
 * @param column unquoted
 * @param bytes the new length
 */
record AlterTypeStatement(List<String> table, String column, int bytes) implements Interpreted {
  private static final int MOST_BYTES = 65_535;

  /** What the statement says, or null if it alters something else. */
  static @Nullable AlterTypeStatement parse(List<Token> statement) throws CopyException {
    TokenCursor tokens = new TokenCursor(statement);
    if (!tokens.skip("ALTER") || !tokens.skip("TABLE")) {
      return null;
    }
    List<String> table = new ArrayList<>(List.of(tokens.name()));
    while (tokens.skip(".")) {
      table.add(tokens.name());
    }
    if (!tokens.skip("ALTER")) {
      return null;
    }
    tokens.skip("COLUMN");
    String column = tokens.name();
    return tokens.skip("TYPE") ? new AlterTypeStatement(table, column, bytes(tokens)) : null;
  }

  private static int bytes(TokenCursor tokens) throws CopyException {
    boolean varchar =
        tokens.skip("VARCHAR")
            || tokens.skip("NVARCHAR")
            || (tokens.skip("CHARACTER") && tokens.skip("VARYING"));
    if (!varchar || !tokens.skip("(")) {
      throw CopyException.unsupported(
          "ALTER COLUMN TYPE is supported for VARCHAR with a length only");
    }
    int bytes = tokens.skip("MAX") ? MOST_BYTES : tokens.integer("VARCHAR", MOST_BYTES);
    tokens.expect(")");
    return bytes;
  }

  String postgresSql() {
    return "ALTER TABLE %s ALTER COLUMN %s TYPE varchar(%d)"
        .formatted(CopyStatement.quoted(table), CopyStatement.quoted(column), bytes);
  }

  @Override
  public String tag() {
    return "ALTER TABLE";
  }
}
