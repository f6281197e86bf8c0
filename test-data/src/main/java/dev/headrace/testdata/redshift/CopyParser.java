package dev.headrace.testdata.redshift;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads the part of Redshift's COPY that loads Parquet or JSON through a manifest.
 *
 * <p>Grammar: <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html">COPY</a>.
 */
final class CopyParser {
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+");

  private final TokenCursor tokens;

  private CopyParser(TokenCursor tokens) {
    this.tokens = tokens;
  }

  static CopyStatement parse(List<Token> statement) throws CopyException {
    return new CopyParser(new TokenCursor(statement)).copy();
  }

  private CopyStatement copy() throws CopyException {
    tokens.expect("COPY");
    List<String> table = new ArrayList<>(List.of(tokens.name()));
    while (tokens.skip(".")) {
      table.add(tokens.name());
    }
    List<String> columns = columns();
    tokens.expect("FROM");
    S3Url source = S3Url.parse(tokens.string());
    return new CopyStatement(table, columns, source, new CopyOptionsParser(tokens).parse(source));
  }

  private List<String> columns() throws CopyException {
    List<String> columns = new ArrayList<>();
    if (tokens.skip("(")) {
      do {
        columns.add(tokens.name());
      } while (tokens.skip(","));
      tokens.expect(")");
    }
    return columns;
  }

  static String role(TokenCursor tokens) throws CopyException {
    if (tokens.skip("DEFAULT")) {
      return "default";
    }
    String role = tokens.string();
    if (!ROLE.matcher(role).matches() && !role.equals("default")) {
      throw CopyException.syntax(
          "Invalid IAM_ROLE '"
              + role
              + "', expected default or 'arn:aws:iam::<12 digits>:role/..'");
    }
    return role;
  }

  static CopyException unexpected(String word) {
    return CopyException.syntax(
        "syntax error at or near \"" + word.toLowerCase(Locale.ROOT) + "\"");
  }
}
