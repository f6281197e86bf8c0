package dev.headrace.pipelines.cli;

import dev.headrace.pipelines.run.RunSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options for which run it is, and over which time. */
final class SpanOptions {
  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "Name of the run. Default: made of the start and the end.")
  private @Nullable String runId;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      converter = Times.class,
      description =
          "First instant to fetch, as 2018-01-31 or 2018-01-31T00:00:00Z. Default: where the last"
              + " run ended.")
  private @Nullable Instant start;

  @Option(
      names = "--end",
      paramLabel = "TIME",
      converter = Times.class,
      description = "Where to stop; not fetched itself. Default: midnight before now, UTC.")
  private @Nullable Instant end;

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "P1D",
      description = "How long a window is, as ISO 8601: P1D, PT6H. Default: ${DEFAULT-VALUE}.")
  private Duration step = Duration.ofDays(1);

  @Option(
      names = "--lookback",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "PT0S",
      description =
          "How far before the place where the last run ended to begin, for records that change or"
              + " arrive late. Default: ${DEFAULT-VALUE}.")
  private Duration lookback = Duration.ZERO;

  @Option(
      names = "--compare-with",
      paramLabel = "RUN-ID",
      description =
          "A run whose answers the API need not send again while they are the same, where it gives"
              + " an ETag or Last-Modified. Default: none.")
  private @Nullable String compareWith;

  /** Refuses what contradicts itself. */
  void require(CommandLine command) {
    if (start != null && !lookback.isZero()) {
      throw new ParameterException(
          command,
          "--lookback and --start exclude each other: a run looks back from where the last one"
              + " ended, and --start says where to begin instead");
    }
  }

  void into(RunSettings.Builder settings) {
    Instant until = end == null ? Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS) : end;
    settings
        .runId(runId == null ? runIdOf(start, until) : runId)
        .start(Optional.ofNullable(start))
        .end(until)
        .step(step)
        .lookback(lookback)
        .compareWith(Optional.ofNullable(compareWith));
  }

  private static String runIdOf(@Nullable Instant start, Instant end) {
    String from = start == null ? "" : start + "--";
    return (from + end).replace(":", "");
  }
}
