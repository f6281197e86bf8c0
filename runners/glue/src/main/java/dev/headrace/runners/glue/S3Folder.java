package dev.headrace.runners.glue;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place on S3.
 *
 * @param bucket its bucket
 * @param prefix what keys in it begin with; empty, or ends with a slash
 */
record S3Folder(String bucket, String prefix) {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  private static final Pattern LOCATION =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([^\\p{Cntrl},?#]*))?");

  /**
   * Reads {@code s3://bucket} or {@code s3://bucket/prefix}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static S3Folder of(String location) {
    Matcher match = LOCATION.matcher(location);
    checkArgument(
        match.matches(),
        "bucket must be such as s3://bucket or s3://bucket/prefix, but was %s",
        location);
    String prefix = match.group(2) == null ? "" : match.group(2).replaceAll("/+$", "");
    return new S3Folder(match.group(1), prefix.isEmpty() ? "" : prefix + "/");
  }

  String key(String name) {
    return prefix + "headrace/" + name;
  }

  String uri(String key) {
    return "s3://" + bucket + "/" + key;
  }
}
