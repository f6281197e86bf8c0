package dev.headrace.runners.glue;

import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.model.OperationTimeoutException;

/** Says in a sentence which operation was refused on what, and why. */
final class Refusals {
  /** How the SDK begins its list of all the places in which it has looked. */
  private static final String NO_CREDENTIALS = "Unable to load credentials";

  private static final int SERVER_ERROR = 500;

  private Refusals() {}

  /**
   * Calls AWS.
   *
   * @param operation such as {@code CreateJob}
   * @param resource such as {@code the job headrace}
   * @throws IllegalStateException if it does not do it
   */
  static <T> T call(String operation, String resource, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw told(operation, resource, e);
    }
  }

  static IllegalStateException told(String operation, String resource, SdkException failure) {
    String what = operation + " of " + resource;
    if (failure instanceof AwsServiceException refusal) {
      AwsErrorDetails details = refusal.awsErrorDetails();
      String code = details == null ? "HTTP " + refusal.statusCode() : details.errorCode();
      return new IllegalStateException(what + " was refused as " + code, failure);
    }
    if (String.valueOf(failure.getMessage()).startsWith(NO_CREDENTIALS)) {
      return new IllegalStateException(
          what
              + " was not sent, since there are no AWS credentials: give the variables"
              + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a role");
    }
    return new IllegalStateException(what + " did not get an answer", failure);
  }

  /** Whether what was asked for may have been done all the same; a timeout is no refusal. */
  static boolean isInDoubt(SdkException failure) {
    return failure instanceof AwsServiceException answer
        ? answer instanceof OperationTimeoutException || answer.statusCode() >= SERVER_ERROR
        : failure instanceof SdkClientException
            && !String.valueOf(failure.getMessage()).startsWith(NO_CREDENTIALS);
  }
}
