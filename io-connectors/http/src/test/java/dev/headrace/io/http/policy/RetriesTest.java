package dev.headrace.io.http.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RetriesTest {
  private static final Retries DEFAULTS = Retries.defaults();
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final List<UnaryOperator<Retries>> SETTINGS =
      List.of(
          retries -> retries.withMaxAttempts(1),
          retries -> retries.withDelays(SECOND, SECOND),
          retries -> retries.withAttemptTimeout(SECOND),
          retries -> retries.withDeadline(SECOND),
          retries -> retries.withRetryBudget(0, 0.5),
          retries -> retries.withCircuitBreaker(1, SECOND));

  @Test
  void theDefaultsAreWhatTheyAreSaidToBe() {
    assertThat(DEFAULTS.maxAttempts(), is(6));
    assertThat(DEFAULTS.firstDelay(), is(Duration.ofMillis(500)));
    assertThat(DEFAULTS.maxDelay(), is(Duration.ofSeconds(30)));
    assertThat(DEFAULTS.attemptTimeout(), is(Duration.ofSeconds(30)));
    assertThat(DEFAULTS.deadline(), is(Duration.ofMinutes(5)));
    assertThat(DEFAULTS.perSuccess(), is(0.2));
    assertThat(DEFAULTS.perSecond(), is(5.0));
    assertThat(DEFAULTS.breakAfter(), is(20));
    assertThat(DEFAULTS.breakFor(), is(Duration.ofSeconds(10)));
  }

  @Test
  void everySettingHasItsEffect() {
    Retries all = DEFAULTS;
    for (UnaryOperator<Retries> setting : SETTINGS) {
      assertThat(setting.apply(DEFAULTS), is(not(DEFAULTS)));
      all = setting.apply(all);
    }
    assertThat(all.maxAttempts(), is(1));
    assertThat(all.firstDelay(), is(SECOND));
    assertThat(all.maxDelay(), is(SECOND));
    assertThat(all.attemptTimeout(), is(SECOND));
    assertThat(all.deadline(), is(SECOND));
    assertThat(all.perSuccess(), is(0.0));
    assertThat(all.perSecond(), is(0.5));
    assertThat(all.breakAfter(), is(1));
    assertThat(all.breakFor(), is(SECOND));
  }

  @Test
  void theOrderOfSettingsDoesNotMatter() {
    Random random = new Random(7);
    Set<Retries> outcomes = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      List<UnaryOperator<Retries>> shuffled = new ArrayList<>(SETTINGS);
      Collections.shuffle(shuffled, random);
      Retries retries = DEFAULTS;
      for (UnaryOperator<Retries> setting : shuffled) {
        retries = setting.apply(retries);
      }
      outcomes.add(retries);
    }
    assertThat(outcomes.size(), is(1));
  }

  private static Arguments wrong(String message, UnaryOperator<Retries> setting) {
    return Arguments.of(message, setting);
  }

  static Stream<Arguments> wrongSettings() {
    Duration none = Duration.ZERO;
    Duration negative = Duration.ofSeconds(-1);
    return Stream.of(
        wrong("maxAttempts must be at least 1, but was 0", r -> r.withMaxAttempts(0)),
        wrong("maxAttempts must be at least 1, but was -1", r -> r.withMaxAttempts(-1)),
        wrong("the first delay must be more than 0, but was PT0S", r -> r.withDelays(none, SECOND)),
        wrong(
            "the first delay must be more than 0, but was PT-1S",
            r -> r.withDelays(negative, SECOND)),
        wrong(
            "the longest delay must be at least PT1S, but was PT0.999S",
            r -> r.withDelays(SECOND, Duration.ofMillis(999))),
        wrong("attemptTimeout must be more than 0, but was PT0S", r -> r.withAttemptTimeout(none)),
        wrong(
            "attemptTimeout must be more than 0, but was PT-1S",
            r -> r.withAttemptTimeout(negative)),
        wrong("deadline must be more than 0, but was PT0S", r -> r.withDeadline(none)),
        wrong("deadline must be more than 0, but was PT-1S", r -> r.withDeadline(negative)),
        wrong("perSuccess must be at least 0, but was -0.1", r -> r.withRetryBudget(-0.1, 1)),
        wrong("perSuccess must be at least 0, but was NaN", r -> r.withRetryBudget(Double.NaN, 1)),
        wrong("perSecond must be more than 0, but was 0.0", r -> r.withRetryBudget(0, 0)),
        wrong("perSecond must be more than 0, but was NaN", r -> r.withRetryBudget(0, Double.NaN)),
        wrong("failures must be at least 1, but was 0", r -> r.withCircuitBreaker(0, SECOND)),
        wrong("time must be more than 0, but was PT0S", r -> r.withCircuitBreaker(1, none)),
        wrong("time must be more than 0, but was PT-1S", r -> r.withCircuitBreaker(1, negative)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongSettings")
  void aWrongSettingIsRefusedWithWhatIsAllowed(String message, UnaryOperator<Retries> setting) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> setting.apply(DEFAULTS));
    assertThat(refused.getMessage(), is(message));
  }

  @Test
  void theyTravel() {
    Retries retries = DEFAULTS.withMaxAttempts(3).withDelays(SECOND, SECOND);
    assertThat(SerializableUtils.clone(retries), is(retries));
  }
}
