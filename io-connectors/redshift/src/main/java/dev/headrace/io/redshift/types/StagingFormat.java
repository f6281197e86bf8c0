package dev.headrace.io.redshift.types;

/** What rows are staged as on their way to COPY. */
public enum StagingFormat {
  /**
   * Parquet: read in columns and split where files are large, from buckets of the cluster's own
   * region. A SUPER is staged as a text, which ends at 65,535 bytes.
   */
  PARQUET,
  /**
   * JSON, one row a line, by gzip: read from any region, and a SUPER may fill the row. A line ends
   * at 4 MB (https://docs.aws.amazon.com/redshift/latest/dg/copy_json.html).
   */
  JSON
}
