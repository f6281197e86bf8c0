package dev.headrace.io.http.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2015-10-21T07:28:00Z"), ZoneOffset.UTC);

  private static Optional<Duration> parse(String header) {
    return RetryAfter.parse(header, CLOCK);
  }

  @Test
  void secondsAndDatesAreRead() {
    assertThat(parse("120"), is(Optional.of(Duration.ofMinutes(2))));
    assertThat(parse(" 0 "), is(Optional.of(Duration.ZERO)));
    assertThat(parse("Wed, 21 Oct 2015 07:28:30 GMT"), is(Optional.of(Duration.ofSeconds(30))));
  }

  @Test
  void aDateThatIsPastAsksForNoWait() {
    assertThat(parse("Wed, 21 Oct 2015 07:00:00 GMT"), is(Optional.of(Duration.ZERO)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999", "2015-10-21"})
  void whatIsNeitherIsPassedOver(String header) {
    assertThat(parse(header), is(Optional.empty()));
  }
}
