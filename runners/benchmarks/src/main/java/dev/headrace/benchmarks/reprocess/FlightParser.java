package dev.headrace.benchmarks.reprocess;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;

/** Reads a line as a stream of tokens, and holds it to the {@link Rules}. */
final class FlightParser {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int FIELDS = 8;

  private FlightParser() {}

  static Flight parse(byte[] line, int length) throws InvalidLineException {
    try (JsonParser json = JSON.createParser(line, 0, length)) {
      require(json.nextToken() == JsonToken.START_OBJECT, "is not an object");
      Flight flight = new Flight();
      int seen = 0;
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        seen |= read(name, json, flight);
      }
      require(json.currentToken() == JsonToken.END_OBJECT, "is not whole");
      require(json.nextToken() == null, "goes on after the object");
      require(seen == (1 << FIELDS) - 1, "has a field missing");
      return flight;
    } catch (IOException e) {
      throw new InvalidLineException("the line is not JSON");
    }
  }

  /** Reads one value, and tells by a bit which. */
  private static int read(String name, JsonParser json, Flight flight)
      throws IOException, InvalidLineException {
    switch (name) {
      case "flight_key" -> flight.flightKey = text(name, json);
      case "date" -> flight.date = time(name, json);
      case "delay" -> flight.delay = number(name, json, Rules.MIN_DELAY, Rules.MAX_DELAY);
      case "distance" ->
          flight.distance = number(name, json, Rules.MIN_DISTANCE, Rules.MAX_DISTANCE);
      case "origin" -> flight.origin = text(name, json);
      case "destination" -> flight.destination = text(name, json);
      case "month" -> flight.month = text(name, json);
      case "updated_at" -> flight.updatedAt = time(name, json);
      default -> json.skipChildren();
    }
    return bit(name);
  }

  private static int bit(String name) {
    return switch (name) {
      case "flight_key" -> 1;
      case "date" -> 1 << 1;
      case "delay" -> 1 << 2;
      case "distance" -> 1 << 3;
      case "origin" -> 1 << 4;
      case "destination" -> 1 << 5;
      case "month" -> 1 << 6;
      case "updated_at" -> 1 << 7;
      default -> 0;
    };
  }

  private static String text(String name, JsonParser json)
      throws IOException, InvalidLineException {
    require(json.currentToken() == JsonToken.VALUE_STRING, name, "is not a text");
    return json.getText();
  }

  private static int number(String name, JsonParser json, int min, int max)
      throws IOException, InvalidLineException {
    require(json.currentToken() == JsonToken.VALUE_NUMBER_INT, name, "is not a whole number");
    long value =
        json.getNumberType() == JsonParser.NumberType.INT ? json.getIntValue() : Long.MAX_VALUE;
    require(min <= value && value <= max, name, "is out of range");
    return (int) value;
  }

  /** Reads {@code 2001-01-01T00:01:00Z} by its places, which is quicker than a formatter. */
  private static long time(String name, JsonParser json) throws IOException, InvalidLineException {
    String text = text(name, json);
    require(text.length() == 20 && text.charAt(10) == 'T', name, "is not a time");
    require(text.charAt(19) == 'Z', name, "is not a time in UTC");
    try {
      LocalDate date = LocalDate.of(part(text, 0, 4), part(text, 5, 7), part(text, 8, 10));
      LocalTime time = LocalTime.of(part(text, 11, 13), part(text, 14, 16), part(text, 17, 19));
      return (date.toEpochDay() * 86_400 + time.toSecondOfDay()) * 1_000_000;
    } catch (DateTimeException | NumberFormatException e) {
      throw new InvalidLineException(name + " is not a time");
    }
  }

  private static int part(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static void require(boolean met, String name, String complaint)
      throws InvalidLineException {
    if (!met) {
      throw new InvalidLineException(name + " " + complaint);
    }
  }

  private static void require(boolean met, String complaint) throws InvalidLineException {
    require(met, "the line", complaint);
  }
}
