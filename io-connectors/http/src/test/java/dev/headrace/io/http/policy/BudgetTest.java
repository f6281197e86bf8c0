package dev.headrace.io.http.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
  private static final Budget NONE = Budget.unlimited();

  @ParameterizedTest
  @CsvSource({"100, 1", "100, 2", "100, 3", "100, 16", "7, 7", "1, 1"})
  void theSharesOfAllShardsAreTheBudget(int requests, int shards) {
    Budget budget =
        NONE.withRequestsPerSecond(requests)
            .withRequestsPerMinute(requests)
            .withConcurrentRequests(requests);
    assertThat(
        IntStream.range(0, shards).map(s -> budget.share(s, shards, 999).perSecond()).sum(),
        is(requests));
    assertThat(
        IntStream.range(0, shards).map(s -> budget.share(s, shards, 999).perMinute()).sum(),
        is(requests));
    assertThat(
        IntStream.range(0, shards).map(s -> budget.share(s, shards, 999).inFlight()).sum(),
        is(requests));
  }

  @Test
  void withoutALimitAShardHasWhatItMayHaveInFlight() {
    assertThat(NONE.isLimited(), is(false));
    assertThat(NONE.share(0, 16, 32).inFlight(), is(32));
    assertThat(NONE.share(0, 16, 32).pace(), is(Double.POSITIVE_INFINITY));
  }

  @Test
  void theTighterOfTwoRatesIsThePace() {
    Budget budget = NONE.withRequestsPerSecond(10).withRequestsPerMinute(60);
    assertThat(budget.share(0, 1, 32).pace(), is(0.98));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aLimitThatIsNoneIsRefused(int requests) {
    Map<String, UnaryOperator<Budget>> settings =
        Map.of(
            "requestsPerSecond", b -> b.withRequestsPerSecond(requests),
            "requestsPerMinute", b -> b.withRequestsPerMinute(requests),
            "concurrentRequests", b -> b.withConcurrentRequests(requests));
    settings.forEach(
        (name, setting) -> {
          IllegalArgumentException e =
              assertThrows(IllegalArgumentException.class, () -> setting.apply(NONE));
          assertThat(e.getMessage(), is(name + " must be at least 1, but was " + requests));
        });
  }

  @Test
  void moreShardsThanRequestsAreRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> NONE.withRequestsPerSecond(3).requireFor(4));
    assertThat(
        e.getMessage(), is("shards must be at most 3, the requests allowed a second, but was 4"));
    NONE.withRequestsPerSecond(4).requireFor(4);
  }
}
