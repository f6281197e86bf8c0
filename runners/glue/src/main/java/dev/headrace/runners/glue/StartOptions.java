package dev.headrace.runners.glue;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Options for how a run is started and followed. */
final class StartOptions {
  @Option(
      names = "--queue",
      description =
          "Lets Glue keep the run waiting where there are as many as there may be. Default: it is"
              + " waited here.")
  private boolean queue;

  @Option(
      names = "--wait-to-start",
      paramLabel = "DURATION",
      converter = IsoDurations.class,
      defaultValue = "PT15M",
      description =
          "For how long it is waited where there are as many runs as there may be. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration waitToStart = Duration.ofMinutes(15);

  @Option(
      names = "--poll-every",
      paramLabel = "DURATION",
      converter = IsoDurations.class,
      defaultValue = "PT15S",
      description =
          "How long it is waited at the most until Glue is asked for the run's state again."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration pollEvery = Duration.ofSeconds(15);

  void require() {
    checkArgument(!pollEvery.isZero(), "pollEvery must be more than 0, but was %s", pollEvery);
  }

  boolean queue() {
    return queue;
  }

  Duration waitToStart() {
    return waitToStart;
  }

  Pauses pauses() {
    return new Pauses(pollEvery);
  }
}
