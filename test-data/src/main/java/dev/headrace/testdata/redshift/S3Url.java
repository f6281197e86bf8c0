package dev.headrace.testdata.redshift;

/**
 * An {@code s3://bucket/key}. Keys may hold any character, so this is not a {@link java.net.URI}.
 */
record S3Url(String bucket, String key) {
  private static final String SCHEME = "s3://";

  static S3Url parse(String text) throws CopyException {
    int slash = text.indexOf('/', SCHEME.length());
    if (!text.startsWith(SCHEME) || slash <= SCHEME.length() || slash == text.length() - 1) {
      throw CopyException.load(
          CopyException.S3, "Invalid S3 URL '" + text + "', expected s3://bucket/key");
    }
    return new S3Url(text.substring(SCHEME.length(), slash), text.substring(slash + 1));
  }

  /** A bucket and what keys begin with, which may be nothing. */
  static S3Url prefix(String text) throws CopyException {
    int slash = text.indexOf('/', SCHEME.length());
    return text.startsWith(SCHEME) && slash == text.length() - 1 && slash > SCHEME.length()
        ? new S3Url(text.substring(SCHEME.length(), slash), "")
        : parse(text);
  }

  /** This prefix with more of a key after it. */
  S3Url child(String rest) {
    return new S3Url(bucket, key + rest);
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + key;
  }
}
