package dev.headrace.pipelines.cli;

import java.time.DateTimeException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a length of time as ISO 8601 has it, of days at the most, since months differ. */
final class Durations implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "must be an ISO 8601 duration such as PT6H or P1D, but is \"" + text + "\"");
    }
  }
}
