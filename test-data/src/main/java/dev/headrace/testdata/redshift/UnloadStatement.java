package dev.headrace.testdata.redshift;

/**
 * An {@code UNLOAD ('query') TO 's3://...' FORMAT PARQUET}.
 *
 * @param query in PostgreSQL's dialect
 * @param prefix what every file's URL begins with
 * @param maxFileBytes where a file ends and the next begins
 * @param parallel whether the slices write a file each
 * @param manifest whether, and how much, a manifest tells of the files
 * @param existing what to do about files that are already there
 */
record UnloadStatement(
    String query,
    S3Url prefix,
    long maxFileBytes,
    boolean parallel,
    ManifestKind manifest,
    Existing existing)
    implements Interpreted {

  enum ManifestKind {
    NONE,
    PLAIN,
    VERBOSE
  }

  enum Existing {
    REFUSE,
    OVERWRITE,
    REMOVE
  }

  @Override
  public String tag() {
    return "UNLOAD";
  }
}
