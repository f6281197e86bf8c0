package dev.headrace.runners.glue;

import java.time.DateTimeException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a length of time as ISO 8601 has it, of days at the most; more than nothing. */
final class IsoDurations implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException e) {
      throw new TypeConversionException(message(text));
    }
    throw new TypeConversionException(message(text));
  }

  private static String message(String text) {
    return "must be an ISO 8601 duration such as PT30M, but is \"" + text + "\"";
  }
}
