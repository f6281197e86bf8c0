package dev.headrace.pipelines.yaml;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.pipelines.run.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How requests write the times of their window.
 *
 * @param format {@code iso-8601} (in UTC), {@code date}, {@code epoch-seconds}, {@code
 *     epoch-millis}, or {@code pattern:} and a pattern of {@link DateTimeFormatter}
 * @param zone of dates and patterns
 * @param shortenEndBy what is taken off the end, for an API that takes it as part of the window
 */
record WindowTimes(String format, ZoneId zone, Duration shortenEndBy) {
  private static final Instant ANY = Instant.parse("2018-02-07T13:26:13Z");

  static final WindowTimes DEFAULT = new WindowTimes("iso-8601", ZoneOffset.UTC, Duration.ZERO);
  static final Reader<WindowTimes> READER = Settings.section(WindowTimes::read);

  private static final String PATTERN = "pattern:";
  private static final String START = "window.start";
  private static final String END = "window.end";

  /** By this name the times stand, as they are written, in the context of requests for parents. */
  private static final String WRITTEN = ".written";

  WindowTimes {
    checkArgument(
        !shortenEndBy.isNegative(),
        "shorten-end-by must not be negative, but was %s",
        shortenEndBy);
    String unused = written(format, zone, ANY);
  }

  private static Optional<WindowTimes> read(Settings settings) {
    return settings
        .fill(DEFAULT)
        .with("zone", Values.ZONE, (times, zone) -> times.in(zone))
        .with("format", Values.TEXT, (times, format) -> times.as(format))
        .with("shorten-end-by", Values.DURATION, (times, by) -> times.shortenedBy(by))
        .done();
  }

  private WindowTimes in(ZoneId other) {
    return new WindowTimes(format, other, shortenEndBy);
  }

  private WindowTimes as(String other) {
    return new WindowTimes(other, zone, shortenEndBy);
  }

  private WindowTimes shortenedBy(Duration by) {
    return new WindowTimes(format, zone, by);
  }

  /** What the placeholders of a window stand for. */
  Map<String, String> of(Window window) {
    return Map.of(
        START,
        written(format, zone, window.start()),
        END,
        written(format, zone, window.end().minus(shortenEndBy)));
  }

  /** The times as children have to find them, beside those of the window itself. */
  Map<String, String> forChildren(Window window) {
    Map<String, String> written = new HashMap<>();
    of(window).forEach((name, text) -> written.put(name + WRITTEN, text));
    return written;
  }

  /** A child's template, which is filled from the context of its parent's request. */
  String inChild(String template) {
    return equals(DEFAULT)
        ? template
        : template
            .replace("{" + START + "}", "{" + START + WRITTEN + "}")
            .replace("{" + END + "}", "{" + END + WRITTEN + "}");
  }

  private static String written(String format, ZoneId zone, Instant time) {
    return switch (format) {
      case "iso-8601" -> time.toString();
      case "date" -> time.atZone(zone).toLocalDate().toString();
      case "epoch-seconds" -> Long.toString(time.getEpochSecond());
      case "epoch-millis" -> Long.toString(time.toEpochMilli());
      default -> byPattern(format, zone, time);
    };
  }

  private static String byPattern(String format, ZoneId zone, Instant time) {
    checkArgument(
        format.startsWith(PATTERN),
        "format must be iso-8601, date, epoch-seconds, epoch-millis, or pattern: and a pattern such"
            + " as pattern:uuuu-MM-dd HH:mm, but is \"%s\"",
        format);
    return DateTimeFormatter.ofPattern(format.substring(PATTERN.length()), Locale.ROOT)
        .format(time.atZone(zone));
  }
}
