package dev.headrace.io.lake.store;

/** A bucket and a key, or the start of one. */
record S3Location(String bucket, String key) {

  private static final String SCHEME = "s3://";

  /** Splits {@code s3://bucket/key}. */
  static S3Location of(String uri) {
    if (!uri.startsWith(SCHEME)) {
      throw new IllegalArgumentException("Not on S3: \"" + uri + "\"");
    }
    int slash = uri.indexOf('/', SCHEME.length());
    return slash < 0
        ? new S3Location(uri.substring(SCHEME.length()), "")
        : new S3Location(uri.substring(SCHEME.length(), slash), uri.substring(slash + 1));
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + key;
  }
}
