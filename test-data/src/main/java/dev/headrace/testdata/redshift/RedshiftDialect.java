package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns Redshift's SQL into PostgreSQL's, statement by statement. String literals and comments stay
 * as they are, quoted identifiers become lower case.
 */
final class RedshiftDialect {
  private RedshiftDialect() {}

  /**
   * @throws SQLException if the SQL says what PostgreSQL would run but Redshift would not
   */
  static String rewrite(String sql) throws SQLException {
    StringBuilder rewritten = new StringBuilder();
    for (List<Token> statement : statements(sql)) {
      SqlEdit edit = new SqlEdit(statement.stream().map(Token::folded).toList());
      RedshiftRefusals.check(edit);
      SessionSettings.rewrite(edit);
      expressions(edit);
      TableDdl.rewrite(edit);
      rewritten.append(edit.sql());
    }
    return rewritten.toString();
  }

  /** Cuts after every semicolon; the pieces together are the input. */
  static List<List<Token>> statements(String sql) {
    List<List<Token>> statements = new ArrayList<>();
    List<Token> current = new ArrayList<>();
    for (Token token : SqlTokenizer.tokens(sql)) {
      current.add(token);
      if (token.is(";")) {
        statements.add(current);
        current = new ArrayList<>();
      }
    }
    if (!current.isEmpty()) {
      statements.add(current);
    }
    return statements;
  }

  private static void expressions(SqlEdit edit) {
    for (int i = 0; i < edit.size(); i++) {
      if (edit.is(i, "GETDATE", "(", ")")) {
        edit.replace(i, "timezone('UTC', now())");
        edit.remove(i + 1, i + 3);
      } else if (edit.is(i, "SYSDATE") && !edit.is(i - 1, ".")) {
        edit.replace(i, "timezone('UTC', now())");
      } else if (edit.is(i, "JSON_SERIALIZE", "(") && !edit.is(i - 1, ".")) {
        // Unqualified, PostgreSQL 17 takes it for its own, which is another function.
        edit.replace(i, "public.json_serialize");
      } else if (edit.token(i).isAny("VARCHAR", "NVARCHAR", "VARYING")
          && edit.is(i + 1, "(", "MAX", ")")) {
        edit.replace(i + 2, "65535");
      } else if (isCastTo(edit, i)) {
        type(edit, i);
      }
    }
  }

  private static boolean isCastTo(SqlEdit edit, int type) {
    return edit.is(type - 1, "::")
        || (edit.is(type - 1, "AS") && edit.is(edit.afterOptionalParentheses(type + 1), ")"));
  }

  /** Renames a type that PostgreSQL knows under another name. */
  static void type(SqlEdit edit, int type) {
    if (edit.is(type, "SUPER")) {
      edit.replace(type, "jsonb");
    } else if (edit.token(type).isAny("VARBYTE", "VARBINARY")) {
      edit.remove(type + 1, edit.afterOptionalParentheses(type + 1));
      edit.replace(type, "bytea");
    } else if (edit.is(type, "NVARCHAR")) {
      edit.replace(type, "varchar");
    }
  }
}
