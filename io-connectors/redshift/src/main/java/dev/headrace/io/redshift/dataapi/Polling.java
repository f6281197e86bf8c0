package dev.headrace.io.redshift.dataapi;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.redshiftdata.model.DescribeStatementResponse;
import software.amazon.awssdk.services.redshiftdata.model.StatusString;
import software.amazon.awssdk.services.redshiftdata.model.SubStatementData;

/**
 * Waits for statements of the Data API, and asks ever less often. A thread that is interrupted
 * cancels what it waits for.
 */
final class Polling {
  private static final Logger LOG = LoggerFactory.getLogger(Polling.class);

  // A statement is run for 24 hours at most:
  // https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html
  private static final Duration MAX_WAIT = Duration.ofHours(24);
  private static final int MAX_FAILED_CALLS = 5;

  private final RedshiftDataClient client;
  private final RetryPolicy<DescribeStatementResponse> untilDone;
  private final RetryPolicy<DescribeStatementResponse> despiteFailures;

  Polling(RedshiftDataClient client, Duration first) {
    this.client = client;
    this.untilDone =
        RetryPolicy.<DescribeStatementResponse>builder()
            // The two-sided form, since a condition on results alone handles every failure too.
            .handleIf((response, failure) -> failure == null && !isDone(response))
            .withMaxAttempts(-1)
            .withMaxDuration(MAX_WAIT)
            .withBackoff(first, first.multipliedBy(20))
            .withJitter(0.25)
            .build();
    this.despiteFailures =
        RetryPolicy.<DescribeStatementResponse>builder()
            .handle(SdkException.class)
            .abortOn(AbortedException.class)
            .withMaxAttempts(MAX_FAILED_CALLS)
            .withBackoff(first, first.multipliedBy(20))
            .withJitter(0.25)
            .build();
  }

  private static boolean isDone(DescribeStatementResponse response) {
    return switch (response.status()) {
      case FINISHED, FAILED, ABORTED -> true;
      default -> false;
    };
  }

  /**
   * The statement, finished.
   *
   * @throws SQLException if it failed, with the error of the sub-statement that did; with the
   *     SQLSTATE {@link DataApiException#LOST} if nobody says what became of it
   */
  DescribeStatementResponse await(String statement) throws SQLException {
    DescribeStatementResponse end;
    try {
      end =
          Failsafe.with(untilDone, despiteFailures)
              .get(() -> client.describeStatement(r -> r.id(statement)));
    } catch (FailsafeException | AbortedException e) {
      // Failsafe has restored the thread's interruption.
      cancel(statement);
      throw DataApiException.of(
          DataApiException.LOST, "The wait for the statement " + statement + " was ended", e);
    } catch (SdkException e) {
      cancel(statement);
      throw DataApiException.of(
          DataApiException.LOST, "The Data API did not answer: " + e.getMessage(), e);
    }
    if (end.status() != StatusString.FINISHED) {
      throw DataApiException.refused(told(end));
    }
    return end;
  }

  private static String told(DescribeStatementResponse end) {
    List<SubStatementData> failed =
        end.subStatements().stream().filter(s -> s.error() != null).toList();
    String errors =
        failed.isEmpty()
            ? String.valueOf(end.error())
            : failed.stream()
                .map(s -> s.error() + " (in: " + begin(s.queryString()) + ")")
                .collect(Collectors.joining("; "));
    return end.status() + ": " + errors;
  }

  private static String begin(String sql) {
    String text = String.valueOf(sql);
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  /** Best effort: the guard of the load makes what goes on nevertheless do no harm. */
  private void cancel(String statement) {
    boolean interrupted = Thread.interrupted();
    try {
      client.cancelStatement(r -> r.id(statement));
    } catch (SdkException e) {
      LOG.warn("The statement {} may still run: it could not be cancelled", statement, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
