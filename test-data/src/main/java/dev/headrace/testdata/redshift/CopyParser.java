package dev.headrace.testdata.redshift;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of Redshift's COPY that loads Parquet through a manifest.
 *
 * <p>Grammar: <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html">COPY</a>. Which
 * options go with Parquet: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-columnar.html">COPY
 * from columnar data formats</a>.
 */
final class CopyParser {
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+");
  private static final Set<String> NOT_WITH_PARQUET =
      Set.of(
          "ACCEPTANYDATE",
          "BLANKSASNULL",
          "BZIP2",
          "COMPROWS",
          "COMPUPDATE",
          "DATEFORMAT",
          "DELIMITER",
          "EMPTYASNULL",
          "ENCODING",
          "ESCAPE",
          "GZIP",
          "IGNOREALLERRORS",
          "IGNOREBLANKLINES",
          "IGNOREHEADER",
          "LZOP",
          "MAXERROR",
          "NOLOAD",
          "NULL",
          "QUOTE",
          "REGION",
          "REMOVEQUOTES",
          "ROUNDEC",
          "TIMEFORMAT",
          "TRIMBLANKS",
          "TRUNCATECOLUMNS",
          "ZSTD");
  private static final Set<String> OTHER_OPTIONS =
      Set.of("ACCEPTINVCHARS", "EXPLICIT_IDS", "FILLRECORD", "READRATIO", "SSH");
  private static final Set<String> KEYS =
      Set.of("ACCESS_KEY_ID", "CREDENTIALS", "ENCRYPTED", "SECRET_ACCESS_KEY", "SESSION_TOKEN");
  private static final Set<String> OTHER_FORMATS =
      Set.of("AVRO", "CSV", "FIXEDWIDTH", "JSON", "ORC", "SHAPEFILE");

  private final TokenCursor tokens;
  private @Nullable String iamRole;
  private boolean parquet;
  private boolean manifest;
  private boolean serializeToJson;

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
    while (!tokens.isAtEnd()) {
      option(tokens.word());
    }
    return checked(table, columns, source);
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

  private void option(String word) throws CopyException {
    switch (word) {
      case "IAM_ROLE" -> iamRole = role(tokens);
      case "FORMAT" -> {
        tokens.skip("AS");
        format(tokens.word());
      }
      case "AS" -> format(tokens.word());
      case "PARQUET" -> parquet = true;
      case "MANIFEST" -> manifest = true;
      case "SERIALIZETOJSON" -> serializeToJson = true;
      case "STATUPDATE" -> {
        if (!tokens.skip("ON")) {
          tokens.expect("OFF");
        }
      }
      default -> throw refused(word);
    }
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

  private void format(String format) throws CopyException {
    if (!format.equals("PARQUET")) {
      throw refused(format);
    }
    parquet = true;
  }

  private static CopyException refused(String word) {
    if (NOT_WITH_PARQUET.contains(word)) {
      return CopyException.unsupported(word + " argument is not supported for PARQUET based COPY");
    }
    if (OTHER_FORMATS.contains(word)) {
      return CopyException.unsupported(
          "The local Redshift loads FORMAT PARQUET only, but the COPY says " + word);
    }
    if (KEYS.contains(word)) {
      return CopyException.unsupported(
          "The local Redshift authorizes a COPY by IAM_ROLE only, but the COPY says " + word);
    }
    if (OTHER_OPTIONS.contains(word)) {
      return CopyException.unsupported("The local Redshift does not know the option " + word);
    }
    return unexpected(word);
  }

  static CopyException unexpected(String word) {
    return CopyException.syntax(
        "syntax error at or near \"" + word.toLowerCase(Locale.ROOT) + "\"");
  }

  private CopyStatement checked(List<String> table, List<String> columns, S3Url source)
      throws CopyException {
    if (iamRole == null) {
      throw CopyException.syntax("COPY needs an IAM_ROLE");
    }
    if (!parquet) {
      throw CopyException.unsupported("The local Redshift loads FORMAT PARQUET only");
    }
    if (!manifest) {
      throw CopyException.unsupported(
          "The local Redshift loads through a MANIFEST only, not every key that begins with '"
              + source
              + "'");
    }
    return new CopyStatement(table, columns, source, iamRole, serializeToJson);
  }
}
