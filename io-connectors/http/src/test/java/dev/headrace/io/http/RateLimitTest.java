package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Handler;
import dev.headrace.testdata.stub.Quota;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** APIs that take only so many requests in a while. */
class RateLimitTest {
  private static final Handler OPEN =
      request -> Answer.json("{\"items\":[{\"id\":" + request.path().substring(1) + "}]}");

  private static Fetch fetch(StubApi api) {
    return FetchRun.fetch(api.baseUri()).withRetries(FetchRun.quick(10)).withShards(1);
  }

  private static void assertAllLanded(FetchRun run, int requests) {
    assertThat(run.deadLetters(), is(empty()));
    assertThat(Records.idsIn(run), is(Records.ids(requests)));
    assertThat(run.isBalanced(), is(true));
  }

  @Test
  void whatIsTooManyLandsLater() {
    Quota quota = Quota.of(10, Duration.ofMillis(800), OPEN);
    try (StubApi api = StubApi.start(quota)) {
      FetchRun run = FetchRun.of(fetch(api).withMaxInFlight(20), Records.requests("/", 40));

      assertAllLanded(run, 40);
      assertThat(quota.refused(), is(greaterThan(0)));
      assertThat(run.count(Account.RETRIES), is((long) quota.refused()));
      assertThat((long) api.requestCount(), is(40 + run.count(Account.RETRIES)));
    }
  }

  @Test
  void whoeverHeedsWhatIsLeftIsNeverRefused() {
    Quota quota = Quota.of(5, Duration.ofMillis(800), OPEN);
    try (StubApi api = StubApi.start(quota)) {
      FetchRun run = FetchRun.of(fetch(api).withMaxInFlight(1), Records.requests("/", 12));

      assertAllLanded(run, 12);
      assertThat(quota.refused(), is(0));
    }
  }

  @Test
  void nothingIsSentWhileNothingIsLeft() {
    Instant reset = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 3);
    Handler usedUpOnce =
        request ->
            request.number() == 1
                ? OPEN.answer(request)
                    .withHeader("X-RateLimit-Remaining", "0")
                    .withHeader("X-RateLimit-Reset", Long.toString(reset.getEpochSecond()))
                : OPEN.answer(request);
    try (StubApi api = StubApi.start(usedUpOnce)) {
      FetchRun run = FetchRun.of(fetch(api).withMaxInFlight(1), Records.requests("/", 3));

      assertAllLanded(run, 3);
      assertThat(run.count(Account.RETRIES), is(0L));
      // The wait is by another clock than the reset.
      Instant earliest = reset.minusMillis(50);
      assertThat(api.received().get(1).receivedAt(), is(greaterThanOrEqualTo(earliest)));
      assertThat(api.received().get(2).receivedAt(), is(greaterThanOrEqualTo(earliest)));
    }
  }
}
