package dev.headrace.io.redshift.session;

import com.google.common.base.Throwables;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in a sentence that there is no AWS identity, for which the AWS SDK takes a page. */
public final class AwsIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(AwsIdentity.class);
  private static final String MISSING = "Unable to load credentials from any of the providers";
  private static final String ADVICE =
      "There are no AWS credentials to reach the warehouse with: give AWS_ACCESS_KEY_ID and"
          + " AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or a role";

  private AwsIdentity() {}

  /** The message of a failure, or what to do if it is that there is no identity. */
  public static String told(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return isMissing(failure) ? ADVICE : message;
  }

  /**
   * What to keep as the cause: not the page of the SDK, as who prints all causes would print it.
   */
  public static @Nullable Throwable cause(Throwable failure) {
    if (!isMissing(failure)) {
      return failure;
    }
    LOG.debug("There are no AWS credentials", failure);
    return null;
  }

  private static boolean isMissing(Throwable failure) {
    return Throwables.getCausalChain(failure).stream()
        .anyMatch(cause -> String.valueOf(cause.getMessage()).contains(MISSING));
  }
}
