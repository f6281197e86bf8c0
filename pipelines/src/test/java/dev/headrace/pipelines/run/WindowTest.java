package dev.headrace.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final Instant MONDAY = Instant.parse("2018-01-29T00:00:00Z");

  private static Instant hours(int hours) {
    return MONDAY.plus(Duration.ofHours(hours));
  }

  @Test
  void windowsFollowEachOtherWithoutAGapAndTheLastMayBeShorter() {
    assertThat(
        Window.split(MONDAY, hours(60), Duration.ofDays(1)),
        contains(
            new Window(MONDAY, hours(24)),
            new Window(hours(24), hours(48)),
            new Window(hours(48), hours(60))));
  }

  @Test
  void aSpanOfNothingIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Window.split(MONDAY, MONDAY, Duration.ofDays(1)));
    assertThat(e.getMessage(), containsString("start must be before end"));
  }
}
