package dev.headrace.transforms.records;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** How the source writes a time: as a count of units since 1970, or as text. */
record TimeSource(Unit unit, TimeText text) implements Serializable {
  private static final String PATTERN = "pattern:";

  /** What a number counts; none if it is a text. */
  enum Unit {
    SECONDS,
    MILLIS,
    MICROS,
    NONE
  }

  static TimeSource of(FieldProperties field, boolean isInstant) {
    ZoneId zone = zone(field);
    TimeText iso = new TimeText(TimeFormatter.iso8601(), zone);
    String from = field.text("from", "iso-8601");
    TimeSource source =
        switch (from) {
          case "iso-8601" -> new TimeSource(Unit.NONE, iso);
          case "epoch-seconds" -> new TimeSource(Unit.SECONDS, iso);
          case "epoch-millis" -> new TimeSource(Unit.MILLIS, iso);
          case "epoch-micros" -> new TimeSource(Unit.MICROS, iso);
          default -> new TimeSource(Unit.NONE, new TimeText(pattern(field, from), zone));
        };
    if (isInstant) {
      source.requireSensible(field);
    }
    return source;
  }

  private void requireSensible(FieldProperties field) {
    if (unit != Unit.NONE && text.zone() != null) {
      throw field.mustBe("zone", "left out where \"from\" counts since 1970, which has no zone");
    }
    if (!text.formatter().tellsOffset() && text.zone() == null) {
      throw field.mustBe("zone", "given, since the pattern tells no offset");
    }
  }

  private static @Nullable ZoneId zone(FieldProperties field) {
    String zone = field.text("zone");
    try {
      return zone == null ? null : ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw field.mustBe("zone", "a time zone such as Europe/Berlin");
    }
  }

  private static TimeFormatter pattern(FieldProperties field, String from) {
    if (from.startsWith(PATTERN)) {
      TimeFormatter formatter = formatter(field, from.substring(PATTERN.length()));
      if (formatter.isUnambiguous()) {
        return formatter;
      }
      throw field.mustBe("from", "a pattern that tells a day, and a time of day wholly if at all");
    }
    throw field.mustBe(
        "from",
        "epoch-seconds, epoch-millis, epoch-micros, iso-8601 or pattern: and one of java.time");
  }

  private static TimeFormatter formatter(FieldProperties field, String pattern) {
    try {
      return TimeFormatter.pattern(pattern);
    } catch (IllegalArgumentException e) {
      throw field.mustBe("from", "a pattern of java.time");
    }
  }
}
