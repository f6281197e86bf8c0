package dev.headrace.io.http.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
  private static final long SECOND = 1_000_000_000;

  private static void succeed(Window window, int times) {
    for (int i = 0; i < times; i++) {
      window.succeeded();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 32, Integer.MAX_VALUE})
  void itBeginsWithTheMostAndIsNeverMore(int most) {
    Window window = new Window(most);
    assertThat(window.size(), is(most));
    succeed(window, 100);
    assertThat(window.size(), is(most));
  }

  @Test
  void anApiThatIsAskedTooMuchIsAskedHalfAsMuchAtATime() {
    Window window = new Window(32);
    window.throttled(0);
    assertThat(window.size(), is(16));
    window.throttled(SECOND);
    assertThat(window.size(), is(8));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 17 * SECOND, -17 * SECOND, Long.MAX_VALUE - SECOND / 2})
  void whatIsSaidTwiceWithinASecondIsSaidOnce(long now) {
    Window window = new Window(32);
    for (int i = 0; i < 10; i++) {
      window.throttled(now + i * SECOND / 10);
    }
    assertThat(window.size(), is(16));
    window.throttled(now + SECOND);
    assertThat(window.size(), is(8));
  }

  @Test
  void oneIsAlwaysAllowed() {
    Window window = new Window(5);
    for (int i = 0; i < 100; i++) {
      window.throttled(i * SECOND);
      assertThat(Math.max(1, window.size()), is(window.size()));
    }
    assertThat(window.size(), is(1));
  }

  @Test
  void itGrowsByOneWhenAllThatAreOutHaveGoneWellAndNotBeyondTheMost() {
    Window window = new Window(16);
    window.throttled(0);
    for (int size = 8; size < 16; size++) {
      assertThat(window.size(), is(size));
      // A part of one more is not one yet.
      succeed(window, size + 1);
      assertThat(window.size(), is(lessThanOrEqualTo(size + 1)));
    }
    succeed(window, 1_000);
    assertThat(window.size(), is(16));
  }
}
