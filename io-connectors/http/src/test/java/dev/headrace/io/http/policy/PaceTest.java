package dev.headrace.io.http.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private long now = 17 * SECOND;

  /** Sends a request as soon as it may be sent, and tells how far away the next one is. */
  private long step(Pace pace) {
    now += pace.waitNanos(now);
    pace.take(now);
    return pace.waitNanos(now);
  }

  private void throttle(Pace pace) {
    now += SECOND;
    pace.throttled(now);
    step(pace);
  }

  @Test
  void oneRequestComesAfterTheOtherSoFarApart() {
    Pace pace = new Pace(4, now);
    long start = now;

    assertThat(pace.waitNanos(now), is(0L));
    for (int i = 0; i < 100; i++) {
      assertThat(step(pace), is(250 * MILLI));
    }
    assertThat(now - start, is(99 * 250 * MILLI));
  }

  @Test
  void aWaitGetsShorterAsTimePasses() {
    Pace pace = new Pace(4, now);
    pace.take(now);

    assertThat(pace.waitNanos(now + 100 * MILLI), is(150 * MILLI));
    assertThat(pace.waitNanos(now + 250 * MILLI), is(0L));
    assertThat(pace.waitNanos(now + 300 * MILLI), is(0L));
  }

  @Test
  void whereThereIsNoLimitNothingWaits() {
    Pace pace = new Pace(Double.POSITIVE_INFINITY, now);
    for (int i = 0; i < 1_000; i++) {
      pace.throttled(now);
      assertThat(step(pace), is(0L));
    }
  }

  @Test
  void aLittleLatenessIsMadeUpFor() {
    Pace pace = new Pace(10, now);
    pace.take(now);
    pace.take(now + 105 * MILLI);

    assertThat(pace.waitNanos(now + 105 * MILLI), is(95 * MILLI));
  }

  @Test
  void aPauseIsNotMadeUpFor() {
    Pace pace = new Pace(10, now);
    pace.take(now);
    now += 60 * SECOND;
    pace.take(now);

    assertThat(pace.waitNanos(now), is(80 * MILLI));
    step(pace);
    assertThat(step(pace), is(100 * MILLI));
  }

  @Test
  void afterAPauseAFastPaceIsAheadByOneRequestAtTheMost() {
    Pace pace = new Pace(1_000, now);
    pace.take(now);
    now += 60 * SECOND;
    pace.take(now);
    pace.take(now);

    assertThat(pace.waitNanos(now), is(MILLI));
  }

  @Test
  void anApiThatIsAskedTooMuchIsAskedHalfAsMuch() {
    Pace pace = new Pace(8, now);
    throttle(pace);
    assertThat(step(pace), is(250 * MILLI));
    throttle(pace);
    assertThat(step(pace), is(500 * MILLI));
  }

  @Test
  void whatIsSaidTwiceWithinASecondIsSaidOnce() {
    Pace pace = new Pace(8, now);
    throttle(pace);
    long throttled = now;
    for (int i = 0; i < 10; i++) {
      pace.throttled(throttled + i * (99 * MILLI));
    }
    assertThat(step(pace), is(250 * MILLI));
  }

  @Test
  void itIsNeverAskedSoLittleThatItIsNotAskedAtAll() {
    Pace pace = new Pace(64, now);
    for (int i = 0; i < 100; i++) {
      throttle(pace);
    }
    assertThat(step(pace), is(SECOND));
  }

  @Test
  void thePaceGrowsByOneStepASecondBackToTheShareAndNotBeyond() {
    Pace pace = new Pace(20, now);
    throttle(pace);
    step(pace);
    long changed = now - now % SECOND;
    for (int second = 1; second <= 30; second++) {
      now = changed + second * SECOND;
      pace.succeeded(now);
      pace.succeeded(now);
      step(pace);
      double rate = (double) SECOND / step(pace);
      assertThat(rate, is(closeTo(Math.min(20, 10 + second), 0.001)));
    }
  }

  @Test
  void aPaceThatWasNeverLoweredDoesNotGrow() {
    Pace pace = new Pace(4, now);
    for (int i = 0; i < 10; i++) {
      now += SECOND;
      pace.succeeded(now);
    }
    step(pace);
    assertThat(step(pace), is(250 * MILLI));
  }
}
