package dev.headrace.testdata.redshift;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that PostgreSQL cannot run as it is, whatever is rewritten. */
sealed interface Interpreted
    permits CopyStatement, UnloadStatement, TruncateStatement, AlterTypeStatement {
  /**
   * Returns what the SQL says if an interpreter must run it, or null if PostgreSQL can.
   *
   * @throws CopyException if it is wrong, or not alone
   */
  static @Nullable Interpreted find(String sql) throws CopyException {
    List<List<Token>> statements =
        RedshiftDialect.statements(sql).stream()
            .filter(statement -> statement.stream().anyMatch(Interpreted::says))
            .toList();
    for (List<Token> statement : statements) {
      @Nullable Interpreted found = parse(statement);
      if (found != null) {
        if (statements.size() > 1) {
          throw CopyException.unsupported(
              "A %s must be the only statement of its call".formatted(found.tag()));
        }
        return found;
      }
    }
    return null;
  }

  private static @Nullable Interpreted parse(List<Token> statement) throws CopyException {
    SqlEdit words = new SqlEdit(statement);
    if (words.is(0, "COPY")) {
      return CopyParser.parse(statement);
    }
    if (words.is(0, "UNLOAD")) {
      return UnloadParser.parse(statement);
    }
    if (words.is(0, "TRUNCATE")) {
      return new TruncateStatement(
          SqlTokenizer.join(statement.stream().map(Token::folded).toList()));
    }
    return words.is(0, "ALTER", "TABLE") ? AlterTypeStatement.parse(statement) : null;
  }

  private static boolean says(Token token) {
    return !token.isBlank() && !token.is(";");
  }

  /** What the server answers with when it is done. */
  String tag();
}
