package dev.headrace.testdata.flights;

import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Handler;
import dev.headrace.testdata.stub.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;

/**
 * Serves the flights of {@link FlightFeed}, each as often as wanted and under a key of its own, so
 * that there are as many as wanted. It answers
 *
 * <pre>{@code GET /flights?start=2001-01-01T00:00:00Z&end=2001-01-02T00:00:00Z&page=1&size=1000}
 * </pre>
 *
 * <p>with the flights from {@code start} to before {@code end}, of which {@code page} is 1 and
 * {@code size} 1,000 unless they are given:
 *
 * <pre>{@code {"page":1,"pages":4,"flights":[{"id":"F17","date":"2001-01-01T00:47:00Z","delay":66,
 * "distance":1750,"origin":"DTW","destination":"LAS","updated_at":"2001-01-01T00:47:00Z"}, …]}}
 * </pre>
 *
 * <p>One of a hundred is malformed, in five ways that come in turn. One of twenty comes again at
 * the end of its window, a minute later and updated an hour later. Equal requests get equal bytes.
 */
public final class FlightsApi implements Handler {

  private static final int DEFAULT_SIZE = 1_000;
  private static final int MALFORMED_EVERY = 100;
  private static final int MALFORMED_AT = 57;
  private static final int UPDATED_EVERY = 20;
  private static final int UPDATED_AT = 3;

  private final List<Flight> flights = FlightFeed.load();
  private final int copies;

  /**
   * What there is between two instants.
   *
   * @param records that are served
   * @param malformed of these
   * @param updates of these, which are records for a key that is there already
   */
  public record Expected(long records, long malformed, long updates) {
    /** The keys of which one record at least is valid. */
    public long keys() {
      return records - malformed - updates;
    }
  }

  private FlightsApi(int copies) {
    if (copies < 1) {
      throw new IllegalArgumentException("copies must be at least 1, but was " + copies);
    }
    this.copies = copies;
  }

  /**
   * Serves every flight so many times.
   *
   * @param copies 1 or more; 15 make 300,000 of them
   */
  public static FlightsApi of(int copies) {
    return new FlightsApi(copies);
  }

  /** What is served of the flights from {@code start} to before {@code end}. */
  public Expected expected(Instant start, Instant end) {
    Span span = span(start, end);
    long malformed = count(span, MALFORMED_EVERY, MALFORMED_AT);
    return new Expected(span.records(), malformed, span.updates());
  }

  @Override
  public Answer answer(Received request) {
    if (!request.path().equals("/flights")) {
      return Answer.json("{\"message\":\"Not Found\"}").withStatus(404);
    }
    Span span = span(instant(request, "start"), instant(request, "end"));
    int page = request.parameter("page", 1);
    int size = request.parameter("size", DEFAULT_SIZE);
    long pages = Math.max(1, (span.records() + size - 1) / size);
    StringJoiner records =
        new StringJoiner(
            ",\n", "{\"page\":" + page + ",\"pages\":" + pages + ",\"flights\":[\n", "\n]}\n");
    long first = (page - 1L) * size;
    for (long place = first; place < Math.min(first + size, span.records()); place++) {
      records.add(record(span, place));
    }
    return Answer.json(records.toString());
  }

  private static Instant instant(Received request, String name) {
    return request
        .parameter(name)
        .map(Instant::parse)
        .orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }

  /** The numbers of the flights in a window, the first one's and that after the last one's. */
  private record Span(long from, long to) {
    long flights() {
      return to - from;
    }

    long updates() {
      return count(this, UPDATED_EVERY, UPDATED_AT);
    }

    long records() {
      return flights() + updates();
    }
  }

  private Span span(Instant start, Instant end) {
    return new Span(before(start) * (long) copies, before(end) * (long) copies);
  }

  private long before(Instant instant) {
    return flights.stream().takeWhile(flight -> flight.date().isBefore(instant)).count();
  }

  /** How many numbers of the span leave that remainder. */
  private static long count(Span span, int every, int at) {
    return countBelow(span.to, every, at) - countBelow(span.from, every, at);
  }

  private static long countBelow(long number, int every, int at) {
    return (number - at + every - 1) / every;
  }

  private String record(Span span, long place) {
    if (place < span.flights()) {
      long number = span.from + place;
      return number % MALFORMED_EVERY == MALFORMED_AT
          ? malformed(number)
          : json(number, Duration.ZERO);
    }
    long first = span.from + Math.floorMod(UPDATED_AT - span.from, (long) UPDATED_EVERY);
    return json(first + (place - span.flights()) * UPDATED_EVERY, Duration.ofHours(1));
  }

  private Flight flight(long number) {
    return flights.get((int) (number / copies));
  }

  private String json(long number, Duration later) {
    Flight flight = flight(number);
    int delay = flight.delay() + (later.isZero() ? 0 : 1);
    return json(
        "\"id\":\"F" + number + "\",",
        flight.date().toString(),
        delay,
        flight,
        flight.date().plus(later));
  }

  private static String json(
      String id, String date, Object delay, Flight flight, Instant updatedAt) {
    return "{"
        + id
        + "\"date\":\""
        + date
        + "\",\"delay\":"
        + delay
        + ",\"distance\":"
        + flight.distance()
        + ",\"origin\":\""
        + flight.origin()
        + "\",\"destination\":\""
        + flight.destination()
        + "\",\"updated_at\":\""
        + updatedAt
        + "\"}";
  }

  private String malformed(long number) {
    Flight flight = flight(number);
    String id = "\"id\":\"F" + number + "\",";
    String date = flight.date().toString();
    return switch ((int) (number / MALFORMED_EVERY % 5)) {
      case 0 -> json("", date, flight.delay(), flight, flight.date());
      case 1 -> json(id, date, "\"late\"", flight, flight.date());
      case 2 -> json(id, date, flight.delay() + 100_000, flight, flight.date());
      case 3 -> json(id, "yesterday", flight.delay(), flight, flight.date());
      default -> "\"F" + number + "\"";
    };
  }
}
