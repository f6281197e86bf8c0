package dev.headrace.io.http;

import dev.headrace.io.http.pages.Page;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import org.joda.time.Instant;

/** What came of a request, its retries included. */
sealed interface Outcome {

  FetchRequest request();

  /** Requests sent for it, by earlier executions of its shard too. */
  int attempts();

  /** An answer that can be landed, and what it says of its chain. */
  record Answered(RawResponse response, Page page) implements Outcome {
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

  /** An answer that is not wanted, by the error table. */
  record Ignored(FetchRequest request, int attempts) implements Outcome {}

  /** An answer after which the run is to stop, by the error table. */
  record Stopped(FetchRequest request, String detail, int attempts) implements Outcome {}

  /** Not answered when the fetching was broken off. */
  record Abandoned(FetchRequest request, int attempts) implements Outcome {}
}
