package dev.headrace.benchmarks.reprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlightParserTest {
  private static final String LINE =
      """
      {"flight_key":"k","date":"2001-02-28T23:59:00Z","delay":-5,"distance":2176,"origin":"LAS",\
      "destination":"PHL","month":"2001-02","updated_at":"2001-03-01T00:00:01Z"}""";

  private static Flight parse(String line) throws InvalidLineException {
    byte[] bytes = line.getBytes(UTF_8);
    return FlightParser.parse(bytes, bytes.length);
  }

  @Test
  void aLineIsReadAsItStands() throws InvalidLineException {
    Flight flight = parse(LINE);

    assertThat(flight.flightKey, is("k"));
    assertThat(flight.delay, is(-5));
    assertThat(
        Instant.EPOCH.plus(flight.date, ChronoUnit.MICROS),
        is(Instant.parse("2001-02-28T23:59:00Z")));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"flight_key\":\"k\",| | the line has a field missing",
        "\"flight_key\":\"k\"| \"flight_key\":7 | flight_key is not a text",
        "2176 | \"2176\" | distance is not a whole number",
        "2176 | 21.5 | distance is not a whole number",
        "2176 | 102176 | distance is out of range",
        "2176 | 99999999999 | distance is out of range",
        "2001-02-28T | 2001-02-29T | date is not a time",
        "2001-02-28T23:59:00Z | soon | date is not a time",
        "00:01Z\"} | 00:01Z | the line is not JSON",
        "00:01Z\"} | 00:01Z\"} {} | the line goes on after the object",
      })
  void aLineThatIsNotAFlightIsRefused(String what, String by, String reason) {
    String line = LINE.replace(what, by == null ? "" : by);

    InvalidLineException refused = assertThrows(InvalidLineException.class, () -> parse(line));

    assertThat(refused.reason(), is(reason));
  }
}
