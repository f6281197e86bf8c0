package dev.headrace.io.http.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlidingWindowTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;

  private static SlidingWindow window(int most) {
    return new SlidingWindow(most, Duration.ofSeconds(1));
  }

  @Test
  void aRequestCountsUntilASecondAfterItHasArrived() {
    SlidingWindow window = window(1);
    window.take();
    assertThat("on its way", window.waitNanos(5 * SECOND), is(Long.MAX_VALUE));
    window.settle(5 * SECOND);
    assertThat(window.waitNanos(5 * SECOND + MILLI), is(SECOND - MILLI));
    assertThat(window.waitNanos(6 * SECOND), is(0L));
  }

  @Test
  void asManyAsAllowedNeedNotWait() {
    SlidingWindow window = window(2);
    window.take();
    window.settle(0);
    assertThat(window.waitNanos(MILLI), is(0L));
    window.take();
    window.settle(MILLI);
    assertThat(window.waitNanos(2 * MILLI), is(SECOND - 2 * MILLI));
  }

  @Test
  void withoutALimitNothingIsCounted() {
    SlidingWindow window = window(Integer.MAX_VALUE);
    for (int i = 0; i < 10; i++) {
      window.take();
    }
    assertThat(window.isLimited(), is(false));
    assertThat(window.waitNanos(0), is(0L));
  }

  /** When requests of one shard arrive for a minute, each up to a tenth of a second late. */
  private static List<Long> arrivals(Budget.Share share, Random random) {
    Pace pace = new Pace(share.pace(), 0);
    SlidingWindow window = new SlidingWindow(share.perSecond(), Duration.ofSeconds(1));
    Queue<Long> underway = new ArrayDeque<>();
    List<Long> arrived = new ArrayList<>();
    for (long now = 0; now < 60 * SECOND; now += MILLI) {
      while (!underway.isEmpty() && underway.element() <= now) {
        window.settle(underway.remove());
      }
      while (pace.waitNanos(now) <= 0 && window.waitNanos(now) <= 0) {
        pace.take(now);
        window.take();
        underway.add(now + SlidingWindow.arrivalNanos());
        arrived.add(now + (long) (random.nextDouble() * SlidingWindow.arrivalNanos()));
      }
    }
    return arrived;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "10, 3", "10, 10", "50, 4", "100, 1", "100, 2", "100, 4", "200, 16"})
  void noSecondHasMoreArrivalsThanTheBudgetOfAllShards(int budget, int shards) {
    for (long seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      List<Long> all = new ArrayList<>();
      for (int shard = 0; shard < shards; shard++) {
        all.addAll(
            arrivals(
                Budget.unlimited().withRequestsPerSecond(budget).share(shard, shards, 32), random));
      }
      all.sort(null);
      assertThat(mostInASecond(all), is(lessThanOrEqualTo(budget)));
      assertThat(all.size() / 60.0, is(greaterThan(0.9 * budget)));
    }
  }

  private static int mostInASecond(List<Long> times) {
    int most = 0;
    for (int from = 0, to = 0; to < times.size(); to++) {
      while (times.get(to) - times.get(from) >= SECOND) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return most;
  }
}
