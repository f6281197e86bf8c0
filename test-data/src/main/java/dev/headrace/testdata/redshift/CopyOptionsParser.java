package dev.headrace.testdata.redshift;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what follows the source of a COPY.
 *
 * <p>Options of text formats: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-conversion.html">Data
 * conversion parameters</a> and <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-load.html">Data load
 * operations</a>. Which go with Parquet: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-columnar.html">COPY
 * from columnar data formats</a>.
 */
final class CopyOptionsParser {
  private static final int MOST_ERRORS = 100_000;
  private static final Set<String> UNKNOWN_HERE =
      Set.of(
          "ACCEPTANYDATE",
          "ACCEPTINVCHARS",
          "BLANKSASNULL",
          "BZIP2",
          "COMPROWS",
          "DELIMITER",
          "EMPTYASNULL",
          "ENCODING",
          "ESCAPE",
          "EXPLICIT_IDS",
          "FILLRECORD",
          "IGNOREALLERRORS",
          "IGNOREBLANKLINES",
          "IGNOREHEADER",
          "LZOP",
          "NOLOAD",
          "NULL",
          "QUOTE",
          "READRATIO",
          "REMOVEQUOTES",
          "ROUNDEC",
          "SSH",
          "TRIMBLANKS",
          "TRUNCATECOLUMNS",
          "ZSTD");
  private static final Set<String> ALSO_WITH_PARQUET =
      Set.of("ACCEPTINVCHARS", "EXPLICIT_IDS", "FILLRECORD", "READRATIO", "SSH");
  private static final Set<String> KEYS =
      Set.of("ACCESS_KEY_ID", "CREDENTIALS", "ENCRYPTED", "SECRET_ACCESS_KEY", "SESSION_TOKEN");
  private static final Set<String> OTHER_FORMATS =
      Set.of("AVRO", "CSV", "FIXEDWIDTH", "ORC", "SHAPEFILE");

  private final TokenCursor tokens;
  private final LoadTimes.Parser times = new LoadTimes.Parser();
  private @Nullable String textOnly;
  private @Nullable CopyException unknown;
  private boolean role;
  private boolean parquet;
  private boolean json;
  private boolean ignoreCase;
  private boolean gzip;
  private int maxErrors;
  private boolean manifest;
  private boolean serializeToJson;

  CopyOptionsParser(TokenCursor tokens) {
    this.tokens = tokens;
  }

  CopyOptions parse(S3Url source) throws CopyException {
    while (!tokens.isAtEnd() && unknown == null) {
      option(tokens.word());
    }
    check(source);
    return new CopyOptions(json, ignoreCase, gzip, times.result(), maxErrors, serializeToJson);
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
      case "AS" -> format(tokens.word());
      case "PARQUET", "JSON" -> format(word);
      case "MANIFEST" -> manifest = true;
      case "SERIALIZETOJSON" -> serializeToJson = true;
      case "STATUPDATE" -> onOrOff();
      case "COMPUPDATE" -> {
        textOnly(word);
        if (!tokens.skip("PRESET")) {
          onOrOff();
        }
      }
      case "GZIP" -> {
        textOnly(word);
        gzip = true;
      }
      case "REGION" -> {
        textOnly(word);
        tokens.skip("AS");
        tokens.string();
      }
      case "TIMEFORMAT", "DATEFORMAT" -> {
        textOnly(word);
        tokens.skip("AS");
        times.format(word, tokens.string());
      }
      case "MAXERROR" -> {
        textOnly(word);
        tokens.skip("AS");
        maxErrors = tokens.integer("MAXERROR", MOST_ERRORS);
      }
      default -> unknown = refused(word);
    }
  }

  private void onOrOff() {
    if (!tokens.skip("ON") && !tokens.skip("OFF") && !tokens.skip("TRUE")) {
      tokens.skip("FALSE");
    }
  }

  private void textOnly(String word) {
    if (textOnly == null) {
      textOnly = word;
    }
  }

  private void format(String format) throws CopyException {
    if (json || parquet) {
      throw CopyException.syntax("conflicting or redundant options");
    }
    switch (format) {
      case "PARQUET" -> parquet = true;
      case "JSON" -> json();
      default -> unknown = refused(format);
    }
  }

  private void json() throws CopyException {
    tokens.skip("AS");
    String matching = tokens.string().toLowerCase(Locale.ROOT);
    if (!matching.equals("auto") && !matching.equals("auto ignorecase")) {
      throw CopyException.unsupported(
          "The local Redshift matches JSON by 'auto' or 'auto ignorecase', but the COPY says '"
              + matching
              + "'");
    }
    json = true;
    ignoreCase = !matching.equals("auto");
  }

  private CopyException refused(String word) {
    if (OTHER_FORMATS.contains(word)) {
      return CopyException.unsupported(
          "The local Redshift loads FORMAT PARQUET and JSON, but the COPY says " + word);
    }
    if (KEYS.contains(word)) {
      return CopyException.unsupported(
          "The local Redshift authorizes a COPY by IAM_ROLE only, but the COPY says " + word);
    }
    if (UNKNOWN_HERE.contains(word)) {
      if (!ALSO_WITH_PARQUET.contains(word) && !json) {
        textOnly(word);
      }
      return CopyException.unsupported("The local Redshift does not know the option " + word);
    }
    return CopyParser.unexpected(word);
  }

  private void check(S3Url source) throws CopyException {
    boolean parquetComes = parquet || (unknown != null && tokens.holds("PARQUET"));
    if (parquetComes && textOnly != null) {
      throw CopyException.unsupported(
          textOnly + " argument is not supported for PARQUET based COPY");
    }
    if (unknown != null) {
      throw unknown;
    }
    if (!role) {
      throw CopyException.syntax("COPY needs an IAM_ROLE");
    }
    if (!parquet && !json) {
      throw CopyException.unsupported("The local Redshift loads FORMAT PARQUET and JSON only");
    }
    if (json && serializeToJson) {
      throw CopyException.unsupported(
          "SERIALIZETOJSON argument is not supported for JSON based COPY");
    }
    if (!manifest) {
      throw CopyException.unsupported(
          "The local Redshift loads through a MANIFEST only, not every key that begins with '"
              + source
              + "'");
    }
  }
}
