package dev.headrace.io.http.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private long now = -SECOND;

  /** How many retries can be taken without a wait. */
  private int retries(RetryBudget budget) {
    int taken = 0;
    while (taken < 1_000 && budget.waitNanos(now) == 0) {
      budget.take();
      taken++;
    }
    return taken;
  }

  private static void succeed(RetryBudget budget, int times) {
    for (int i = 0; i < times; i++) {
      budget.succeeded();
    }
  }

  @Test
  void aFewRetriesAreFreeAtTheBeginning() {
    assertThat(retries(new RetryBudget(0, 1, now)), is(20));
  }

  @Test
  void requestsThatGoWellAllowAPartOfThemAsRetries() {
    RetryBudget budget = new RetryBudget(0.25, 1, now);
    retries(budget);
    succeed(budget, 3);
    assertThat(retries(budget), is(0));
    succeed(budget, 1);
    assertThat(retries(budget), is(1));
    succeed(budget, 40);
    assertThat(retries(budget), is(10));
  }

  @Test
  void everySecondAllowsAFewWhateverComes() {
    RetryBudget budget = new RetryBudget(0, 4, now);
    retries(budget);
    assertThat(budget.waitNanos(now), is(250 * MILLI));
    assertThat(budget.waitNanos(now + 100 * MILLI), is(150 * MILLI));
    now += 250 * MILLI;
    assertThat(retries(budget), is(1));
    now += 5 * SECOND;
    assertThat(retries(budget), is(20));
  }

  @Test
  void aWaitThatHasBeenWaitedIsEnough() {
    for (double perSecond : new double[] {0.001, 0.3, 1, 3, 7, 1e6}) {
      RetryBudget budget = new RetryBudget(0, perSecond, now);
      retries(budget);
      for (int i = 0; i < 1_000; i++) {
        long wait = budget.waitNanos(now);
        // What is lost by rounding costs one nanosecond, not a wait without an end.
        now += wait + (budget.waitNanos(now + wait) > 0 ? 1 : 0);
        assertThat(budget.waitNanos(now), is(0L));
        budget.take();
      }
    }
  }

  @Test
  void noMoreThanAHundredAreSavedUp() {
    RetryBudget byTime = new RetryBudget(0, 5, now);
    RetryBudget bySuccesses = new RetryBudget(1, 5, now);
    succeed(bySuccesses, 10_000);
    now += 3_600 * SECOND;

    assertThat(retries(byTime), is(100));
    assertThat(retries(bySuccesses), is(100));
  }

  @Test
  void aRetryThatIsTakenTooEarlyIsOwed() {
    RetryBudget budget = new RetryBudget(0, 1, now);
    retries(budget);
    budget.take();

    assertThat(budget.waitNanos(now), is(2 * SECOND));
    assertThat(budget.waitNanos(now + SECOND), is(greaterThan(0L)));
    assertThat(budget.waitNanos(now + 2 * SECOND), is(0L));
  }
}
