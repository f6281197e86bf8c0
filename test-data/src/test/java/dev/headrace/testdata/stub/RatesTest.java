package dev.headrace.testdata.stub;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RatesTest {

  @Test
  void anEvenRateIsTheSameInAllSeconds() {
    assertThat(millis(evenly(0, 100, 10)).median(), is(10));
  }

  @Test
  void aRequestASecondLaterBelongsToTheNextSecond() {
    assertThat(millis(LongStream.of(0, 1_000)).median(), is(1));
    assertThat(millis(LongStream.of(0, 999, 1_000)).median(), is(2));
  }

  @Test
  void theUsualSecondIsNeitherASlowStartNorAPauseNorTheUnfinishedLast() {
    LongStream start = LongStream.of(0, 2_000);
    LongStream beforeAPause = evenly(3_000, 40, 10);
    LongStream afterIt = evenly(9_000, 25, 10);

    Rates rates = millis(LongStream.concat(LongStream.concat(start, beforeAPause), afterIt));

    assertThat(rates.median(), is(10));
  }

  @Test
  void whatWasHeldUpAndCameAtOnceIsNoUsualSecond() {
    LongStream before = evenly(0, 50, 10);
    LongStream atOnce = LongStream.of(5_400, 5_400, 5_400, 5_400, 5_400);
    LongStream after = evenly(5_500, 50, 10);

    Rates rates = millis(LongStream.concat(LongStream.concat(before, atOnce), after));

    assertThat(rates.median(), is(10));
  }

  @Test
  void whatIsAboveTheRateMostOfTheTimeIsSeen() {
    LongStream even = evenly(0, 100, 10);
    LongStream faster = evenly(10_000, 300, 20);

    assertThat(millis(LongStream.concat(even, faster)).median(), is(20));
  }

  @Test
  void whatIsAlwaysTooSlowIsTooSlowInTheUsualSecondToo() {
    assertThat(millis(evenly(0, 100, 8)).median(), is(8));
  }

  @Test
  void theOrderDoesNotMatter() {
    assertThat(millis(LongStream.of(1_500, 0, 2_100, 500, 1_000)).median(), is(2));
  }

  @Test
  void lessThanASecondHasNoUsualOne() {
    assertThat(millis(LongStream.empty()).median(), is(0));
    assertThat(millis(LongStream.of(0, 500)).median(), is(0));
  }

  private static LongStream evenly(long fromMillis, int requests, int perSecond) {
    return IntStream.range(0, requests).mapToLong(n -> fromMillis + n * 1_000L / perSecond);
  }

  private static Rates millis(LongStream millis) {
    return Rates.of(millis.map(MILLISECONDS::toNanos).toArray());
  }
}
