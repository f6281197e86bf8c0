package dev.headrace.testdata.redshift;

import java.util.Set;

/** Words of a COPY that the local Redshift knows, but does not follow. */
final class CopyWords {
  static final Set<String> UNKNOWN_HERE =
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
  static final Set<String> ALSO_WITH_PARQUET =
      Set.of("ACCEPTINVCHARS", "EXPLICIT_IDS", "FILLRECORD", "READRATIO", "SSH");
  static final Set<String> KEYS =
      Set.of("ACCESS_KEY_ID", "CREDENTIALS", "ENCRYPTED", "SECRET_ACCESS_KEY", "SESSION_TOKEN");
  static final Set<String> OTHER_FORMATS = Set.of("AVRO", "CSV", "FIXEDWIDTH", "ORC", "SHAPEFILE");

  private CopyWords() {}
}
