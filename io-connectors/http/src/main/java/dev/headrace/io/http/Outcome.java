package dev.headrace.io.http;

import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.List;
import org.joda.time.Instant;

/** What came of a request, its retries included. */
sealed interface Outcome {

  FetchRequest request();

  int attempts();

  /** An answer that can be landed, and the requests that follow from it. */
  record Answered(RawResponse response, List<FetchRequest> next) implements Outcome {
    @Override
    public FetchRequest request() {
      return response.request();
    }

    @Override
    public int attempts() {
      return response.attempts();
    }
  }

  /** The failure of the last attempt. */
  record GivenUp(
      FetchRequest request,
      Reason reason,
      String detail,
      int attempts,
      Instant firstFailedAt,
      Instant failedAt)
      implements Outcome {}
}
