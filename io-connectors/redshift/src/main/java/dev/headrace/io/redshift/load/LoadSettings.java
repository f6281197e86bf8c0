package dev.headrace.io.redshift.load;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.CharMatcher;
import dev.headrace.io.redshift.session.JdbcUrl;
import java.util.regex.Pattern;

/** Checks what all ways to load are set up with. */
public final class LoadSettings {
  /** The table that records the loads, if no other is named. */
  public static final String DEFAULT_LEDGER = "headrace_load_ledger";

  // As long as the column of the ledger.
  private static final int MAX_LOAD_ID_BYTES = 512;
  // A window's name and a pane's number come behind the load id of rows.
  private static final int MAX_ROWS_LOAD_ID_BYTES = 440;

  // https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-authorization.html
  private static final Pattern IAM_ROLES =
      Pattern.compile("default|arn:aws[a-z-]*:iam::\\d{12}:role/[^',]+(,arn:aws[^',]+)*");

  private LoadSettings() {}

  /** The location without a slash at its end. */
  public static String location(String location) {
    checkArgument(
        location.startsWith("s3://") && !location.contains("@"),
        "The staging location must be such as s3://bucket/prefix, without credentials, but is %s",
        JdbcUrl.told(location));
    String root = CharMatcher.is('/').trimTrailingFrom(location);
    checkArgument(!root.equals("s3:"), "The staging location must name a bucket");
    return root;
  }

  /** The id of a load of files. */
  public static String loadId(String loadId) {
    return loadId(loadId, MAX_LOAD_ID_BYTES);
  }

  /** The id of a write of rows. */
  public static String rowsLoadId(String loadId) {
    return loadId(loadId, MAX_ROWS_LOAD_ID_BYTES);
  }

  private static String loadId(String loadId, int most) {
    int bytes = loadId.getBytes(UTF_8).length;
    checkArgument(
        bytes >= 1 && bytes <= most, "loadId must have 1 to %s bytes, but has %s", most, bytes);
    return loadId;
  }

  /** The role that Redshift reaches S3 with. */
  public static String iamRole(String iamRole) {
    checkArgument(
        IAM_ROLES.matcher(iamRole).matches(),
        "The IAM role must be \"default\" or arn:aws:iam::<account>:role/<name>, but is \"%s\"",
        iamRole);
    return iamRole;
  }
}
