package dev.headrace.transforms.records;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {
  private static final int TEXTS = 100_000;
  private static final String SIGNS = "0123456789-:.TZ+ z\u0661";

  private static long fast(String text) {
    char[] padded = ("7" + text + "7").toCharArray();
    return IsoTime.micros(padded, 1, text.length());
  }

  private static long byJavaTime(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
    } catch (DateTimeException e) {
      return IsoTime.OTHER;
    }
  }

  private static String random(Random random) {
    String text =
        "%04d-%02d-%02dT%02d:%02d:%02d"
            .formatted(
                random.nextInt(10_000),
                random.nextInt(14),
                random.nextInt(33),
                random.nextInt(25),
                random.nextInt(61),
                random.nextInt(61));
    text += fraction(random) + offset(random);
    return random.nextInt(4) == 0 ? spoiled(text, random) : text;
  }

  private static String fraction(Random random) {
    int digits = random.nextInt(12) - 1;
    return digits < 0
        ? ""
        : "." + Long.toString((long) 1e12 + random.nextLong((long) 1e12)).substring(1, 1 + digits);
  }

  private static String offset(Random random) {
    return random.nextBoolean()
        ? "Z"
        : "%s%02d:%02d"
            .formatted(random.nextBoolean() ? "+" : "-", random.nextInt(20), random.nextInt(62));
  }

  private static String spoiled(String text, Random random) {
    int at = random.nextInt(text.length());
    char sign = SIGNS.charAt(random.nextInt(SIGNS.length()));
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + sign + text.substring(at);
      default -> text.substring(0, at) + sign + text.substring(at + 1);
    };
  }

  @Test
  void whatItReadsIsWhatJavaTimeReads() {
    Random random = new Random(7);
    int read = 0;
    int leftThoughRight = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = random(random);
      long micros = fast(text);
      long expected = byJavaTime(text);
      if (micros != IsoTime.OTHER) {
        assertThat(text, micros, is(expected));
        read++;
      } else if (expected != IsoTime.OTHER) {
        leftThoughRight++;
      }
    }
    assertThat("it does read most of what is right", read, greaterThan(5 * leftThoughRight));
    assertThat(read, greaterThan(TEXTS / 4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2018-02-07T01:26:13Z",
        "2018-02-07T01:26:13.1Z",
        "2018-02-07T01:26:13.123456789Z",
        "2020-02-29T23:59:59+01:00",
        "1969-12-31T23:59:59.999999999-11:30",
        "0000-01-01T00:00:00Z"
      })
  void itReadsTheCommonForms(String text) {
    assertThat(fast(text), is(byJavaTime(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2018-02-07T01:26:13",
        "2018-02-07T01:26:13.",
        "2018-02-07T01:26:13.Z",
        "2018-02-07T01:26:13.1234567890Z",
        "2018-02-07T01:26Z",
        "2018-02-30T01:26:13Z",
        "2018-02-07T01:26:60Z",
        "2018-02-07T01:26:13+01",
        "2018-02-07T01:26:13+18:01",
        "2018-02-07T01:26:13Z[UTC]"
      })
  void itLeavesOtherForms(String text) {
    assertThat(fast(text), is(IsoTime.OTHER));
  }
}
