package dev.headrace.testdata.api;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The parameters of a request under their long names. One with an empty value counts as absent. */
final class Parameters {

  private static final Set<String> KNOWN =
      Set.of(
          "endtime", "format", "limit", "minmagnitude", "nodata", "offset", "orderby", "starttime");
  private static final Map<String, String> SHORT =
      Map.of("start", "starttime", "end", "endtime", "minmag", "minmagnitude");

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX][XX][X]")
          .optionalEnd()
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
          .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
          .parseDefaulting(ChronoField.NANO_OF_SECOND, 0)
          .parseDefaulting(ChronoField.OFFSET_SECONDS, ZoneOffset.UTC.getTotalSeconds())
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final Map<String, String> values = new HashMap<>();

  Parameters(Map<String, String> parameters) throws BadRequestException {
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String name = SHORT.getOrDefault(parameter.getKey(), parameter.getKey());
      if (!KNOWN.contains(name)) {
        throw new BadRequestException("Unknown parameter \"" + parameter.getKey() + "\".");
      }
      if (!parameter.getValue().isEmpty()) {
        values.put(name, parameter.getValue());
      }
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String oneOf(String name, String absent, List<String> valid) throws BadRequestException {
    String value = values.getOrDefault(name, absent);
    if (!valid.contains(value)) {
      String list = valid.stream().map(v -> '"' + v + '"').collect(Collectors.joining(", "));
      throw bad(name, value, "are: " + list + ".");
    }
    return value;
  }

  /** Milliseconds since 1970; what is finer is dropped. */
  long millis(String name, long absent) throws BadRequestException {
    String value = values.get(name);
    if (value == null) {
      return absent;
    }
    try {
      return TIME.parse(value, OffsetDateTime::from).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw bad(name, value, "are ISO-8601 timestamps.");
    }
  }

  double number(String name, double absent) throws BadRequestException {
    String value = values.get(name);
    if (value == null) {
      return absent;
    }
    try {
      return new BigDecimal(value).doubleValue();
    } catch (NumberFormatException e) {
      throw bad(name, value, "are numeric");
    }
  }

  int integer(String name, int absent, int least, int most) throws BadRequestException {
    String value = values.get(name);
    if (value == null) {
      return absent;
    }
    try {
      int number = Integer.parseInt(value);
      if (least <= number && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number out of range.
    }
    String upper = most == Integer.MAX_VALUE ? "" : " <= " + most;
    throw bad(name, value, "are " + least + " <= " + name + upper);
  }

  private static BadRequestException bad(String name, String value, String valid) {
    return new BadRequestException(
        "Bad %s value \"%s\". Valid values %s".formatted(name, value, valid));
  }
}
