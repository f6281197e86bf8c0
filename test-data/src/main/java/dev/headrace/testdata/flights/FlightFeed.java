package dev.headrace.testdata.flights;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * 20,000 real flights of the first quarter of 2001, by date, as airlines have to report them to the
 * United States Department of Transportation.
 */
public final class FlightFeed {

  private static final String FILE = "/flights/flights-20k.csv.gz";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm", Locale.ROOT);

  private FlightFeed() {}

  /** The flights, which are read from the class path once. */
  public static List<Flight> load() {
    return Loaded.FLIGHTS;
  }

  private static final class Loaded {
    private static final List<Flight> FLIGHTS = read();

    private static List<Flight> read() {
      try (@Nullable InputStream file = FlightFeed.class.getResourceAsStream(FILE)) {
        if (file == null) {
          throw new FileNotFoundException(FILE);
        }
        try (BufferedReader lines =
            new BufferedReader(new InputStreamReader(new GZIPInputStream(file), US_ASCII))) {
          return lines.lines().map(Loaded::parse).toList();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("The flights cannot be read", e);
      }
    }

    private static Flight parse(String line) {
      String[] fields = line.split(",", -1);
      return new Flight(
          LocalDateTime.parse(fields[0], DATE).toInstant(ZoneOffset.UTC),
          Integer.parseInt(fields[1]),
          Integer.parseInt(fields[2]),
          fields[3],
          fields[4]);
    }
  }
}
