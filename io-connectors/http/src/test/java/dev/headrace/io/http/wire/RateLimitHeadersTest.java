package dev.headrace.io.http.wire;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.transforms.fetch.Body;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitHeadersTest {
  /** 1,700,000,000 s after the epoch. */
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2023-11-14T22:13:20Z"), ZoneOffset.UTC);

  private static RateLimitHeaders parse(String headers) {
    Map<String, List<String>> byName = new TreeMap<>();
    for (String header : headers.split(" \\+ ", -1)) {
      String[] parts = header.split(": ", 2);
      byName.put(parts[0], List.of(parts[1]));
    }
    return RateLimitHeaders.of(byName, CLOCK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      nullValues = "-",
      value = {
        // The standard's header, today and before
        "ratelimit: \"default\";r=50;t=30 | 50 | PT30S",
        "ratelimit: \"default\" ; r=0 ; t=0 | 0 | PT0S",
        "ratelimit: \"default\";t=30;r=50;pk=:cHN0: | 50 | PT30S",
        "ratelimit: \"default\";r=50 | 50 | -",
        "ratelimit: \"burst\";r=5;t=1, \"daily\";r=100;t=3600 | 5 | PT1S",
        "ratelimit: \"burst\";r=50;t=1, \"daily\";r=10;t=3600 | 10 | PT1H",
        "ratelimit: \"burst\";r=0;t=1, \"daily\";r=0;t=3600 | 0 | PT1H",
        "ratelimit: limit=100, remaining=50, reset=5 | 50 | PT5S",
        // Three headers, and what others have in their place
        "ratelimit-remaining: 7 + ratelimit-reset: 8 | 7 | PT8S",
        "x-ratelimit-remaining: 7 + x-ratelimit-reset: 8 | 7 | PT8S",
        "x-rate-limit-remaining: 7 + x-rate-limit-reset: 1700000060 | 7 | PT1M",
        "x-ratelimit-remaining: 7 | 7 | -",
        "x-ratelimit-reset: 8 | - | PT8S",
        "ratelimit-remaining: 1 + x-ratelimit-remaining: 2 | 1 | -",
        "ratelimit: \"a\";r=3;t=4 + x-ratelimit-remaining: 2 + x-ratelimit-reset: 9 | 3 | PT4S",
        "ratelimit-remaining: 76;w=21600 | 76 | -",
        "ratelimit-remaining: 76, 3 + ratelimit-reset: 10, 60 | 3 | PT1M",
        // A reset from now on, and points in time
        "x-ratelimit-reset: 1.5 | - | PT1.5S",
        "x-ratelimit-reset: 999999999 | - | PT999999999S",
        "x-ratelimit-reset: 1700000060 | - | PT1M",
        "x-ratelimit-reset: 1700000060.5 | - | PT1M0.5S",
        "x-ratelimit-reset: 1700000060500 | - | PT1M0.5S",
        "x-ratelimit-reset: 2023-11-14T22:14Z | - | PT40S",
        "x-ratelimit-reset: 1699999999 | - | PT0S",
        "x-ratelimit-reset: 1700000060 + x-ratelimit-reset-after: 59.25 | - | PT59.25S",
      })
  void whatIsLeftAndWhenThereIsMoreIsRead(String headers, Long remaining, Duration reset) {
    assertThat(parse(headers), is(new RateLimitHeaders(remaining, reset)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-ratelimit-remaining: ",
        "x-ratelimit-remaining: -1",
        "x-ratelimit-remaining: many",
        "x-ratelimit-remaining: 99999999999999999999",
        "x-ratelimit-remaining: \u0661",
        "x-ratelimit-reset: soon",
        "x-ratelimit-reset: -5",
        "x-ratelimit-reset: 1e9",
        "ratelimit: ",
        "ratelimit: \"default\"",
        "ratelimit: \"default\";r=many;t=soon",
        "ratelimit: ;;,,=",
        "x-ratelimit-limit: 100",
        "content-type: text/plain",
      })
  void whatCannotBeReadIsPassedOver(String headers) {
    assertThat(parse(headers), is(new RateLimitHeaders(null, null)));
  }

  @Test
  void anAnswersHeadersAreRead() {
    WireResponse answer =
        new WireResponse(200, Map.of("x-ratelimit-remaining", List.of("7")), Body.of(new byte[0]));

    assertThat(RateLimitHeaders.of(answer, CLOCK), is(new RateLimitHeaders(7L, null)));
  }

  @Test
  void onlyNoneLeftIsUsedUp() {
    assertThat(new RateLimitHeaders(0L, null).isUsedUp(), is(true));
    assertThat(new RateLimitHeaders(1L, null).isUsedUp(), is(false));
    assertThat(new RateLimitHeaders(null, Duration.ZERO).isUsedUp(), is(false));
  }
}
