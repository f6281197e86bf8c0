package dev.headrace.testdata.redshift;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code jdbc:headrace-local-redshift://host:port/database?s3Endpoint=http://host:port}. */
record LocalRedshiftUrl(String host, int port, String database, URI s3Endpoint) {
  private static final String PREFIX = "jdbc:headrace-local-redshift:";
  private static final Pattern FORM =
      Pattern.compile(
          PREFIX + "//([^/:?]+):([0-9]{1,5})/([^/?]+)\\?(?:.*&)?s3Endpoint=([^&]+)(?:&.*)?");

  static boolean accepts(String url) {
    return url.startsWith(PREFIX);
  }

  static LocalRedshiftUrl parse(String url) throws SQLException {
    Matcher form = FORM.matcher(url);
    if (!form.matches()) {
      throw new SQLException(
          "Invalid URL '%s', expected %s//host:port/database?s3Endpoint=http://host:port"
              .formatted(url, PREFIX),
          "08001");
    }
    try {
      return new LocalRedshiftUrl(
          form.group(1),
          Integer.parseInt(form.group(2)),
          form.group(3),
          URI.create(URLDecoder.decode(form.group(4), StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      throw new SQLException("Invalid s3Endpoint in '" + url + "'", "08001", e);
    }
  }

  @Override
  public String toString() {
    return PREFIX + "//" + host + ":" + port + "/" + database + "?s3Endpoint=" + s3Endpoint;
  }
}
