package dev.headrace.testdata.redshift;

import dev.headrace.testdata.redshift.UnloadStatement.Existing;
import dev.headrace.testdata.redshift.UnloadStatement.ManifestKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of Redshift's UNLOAD that writes Parquet.
 *
 * <p>Grammar, and which options exclude each other: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html">UNLOAD</a>.
 */
final class UnloadParser {
  private static final Set<String> NOT_WITH_PARQUET =
      Set.of(
          "ADDQUOTES",
          "BZIP2",
          "DELIMITER",
          "ESCAPE",
          "FIXEDWIDTH",
          "GZIP",
          "HEADER",
          "NULL",
          "ZSTD");
  private static final Set<String> OTHER_FORMATS = Set.of("CSV", "JSON");
  private static final Set<String> UNKNOWN_HERE =
      Set.of("ENCRYPTED", "EXTENSION", "KMS_KEY_ID", "PARTITION");

  private final TokenCursor tokens;
  private final FileSizes sizes = new FileSizes();
  private boolean role;
  private boolean parquet;
  private boolean parallel = true;
  private ManifestKind manifest = ManifestKind.NONE;
  private Existing existing = Existing.REFUSE;

  private UnloadParser(TokenCursor tokens) {
    this.tokens = tokens;
  }

  static UnloadStatement parse(List<Token> statement) throws CopyException {
    return new UnloadParser(new TokenCursor(statement)).unload();
  }

  private UnloadStatement unload() throws CopyException {
    tokens.expect("UNLOAD");
    tokens.expect("(");
    String query = query(tokens.string());
    tokens.expect(")");
    tokens.expect("TO");
    S3Url prefix = S3Url.prefix(tokens.string());
    while (!tokens.isAtEnd()) {
      option(tokens.word());
    }
    if (!role) {
      throw CopyException.syntax("UNLOAD needs an IAM_ROLE");
    }
    if (!parquet) {
      throw CopyException.unsupported("The local Redshift unloads FORMAT PARQUET only");
    }
    return new UnloadStatement(query, prefix, sizes.maxBytes(), parallel, manifest, existing);
  }

  private void option(String word) throws CopyException {
    switch (word) {
      case "IAM_ROLE" -> {
        CopyParser.role(tokens);
        role = true;
      }
      case "FORMAT" -> {
        tokens.skip("AS");
        format(tokens.word());
      }
      case "PARQUET" -> parquet = true;
      case "MANIFEST" ->
          manifest = tokens.skip("VERBOSE") ? ManifestKind.VERBOSE : ManifestKind.PLAIN;
      case "PARALLEL" -> parallel = onOrOff();
      case "MAXFILESIZE" -> sizes.maxFileSize(tokens);
      case "ROWGROUPSIZE" -> sizes.rowGroupSize(tokens);
      case "ALLOWOVERWRITE" -> existing(Existing.OVERWRITE);
      case "CLEANPATH" -> existing(Existing.REMOVE);
      case "REGION" -> {
        tokens.skip("AS");
        tokens.string();
      }
      default -> throw refused(word);
    }
  }

  private void format(String word) throws CopyException {
    if (!word.equals("PARQUET")) {
      throw refused(word);
    }
    parquet = true;
  }

  private boolean onOrOff() throws CopyException {
    if (tokens.skip("OFF") || tokens.skip("FALSE")) {
      return false;
    }
    if (!tokens.skip("ON")) {
      tokens.skip("TRUE");
    }
    return true;
  }

  private void existing(Existing wanted) throws CopyException {
    if (existing != Existing.REFUSE && existing != wanted) {
      throw CopyException.syntax("CLEANPATH and ALLOWOVERWRITE cannot be specified together");
    }
    existing = wanted;
  }

  private static CopyException refused(String word) {
    if (NOT_WITH_PARQUET.contains(word)) {
      return CopyException.unsupported(word + " is not supported for UNLOAD to PARQUET");
    }
    if (OTHER_FORMATS.contains(word)) {
      return CopyException.unsupported(
          "The local Redshift unloads FORMAT PARQUET only, but the UNLOAD says " + word);
    }
    if (UNKNOWN_HERE.contains(word)) {
      return CopyException.unsupported("The local Redshift does not know the option " + word);
    }
    return CopyParser.unexpected(word);
  }

  private static String query(String text) throws CopyException {
    List<Token> tokens = SqlTokenizer.tokens(text);
    SqlEdit query = new SqlEdit(tokens);
    if (!query.token(0).isAny("SELECT", "WITH", "(")) {
      throw CopyException.syntax("The query of an UNLOAD must be a SELECT");
    }
    if (RedshiftDialect.statements(text.strip()).size() > 1) {
      throw CopyException.syntax("The query of an UNLOAD must be a single statement");
    }
    if (limits(query)) {
      throw CopyException.unsupported("Limit clause is not supported");
    }
    try {
      String rewritten = RedshiftDialect.rewrite(text).strip();
      return rewritten.endsWith(";") ? rewritten.substring(0, rewritten.length() - 1) : rewritten;
    } catch (SQLException e) {
      throw e instanceof CopyException copy ? copy : CopyException.syntax(message(e));
    }
  }

  private static String message(SQLException e) {
    @Nullable String message = e.getMessage();
    return message == null ? "syntax error" : message;
  }

  /** Whether the outermost query has a LIMIT. */
  private static boolean limits(SqlEdit query) {
    for (int i = 0; i < query.size(); i = query.afterOptionalParentheses(i) + step(query, i)) {
      if (query.is(i, "LIMIT") || query.is(i, "SELECT", "TOP")) {
        return true;
      }
    }
    return false;
  }

  private static int step(SqlEdit query, int at) {
    return query.is(at, "(") ? 0 : 1;
  }
}
