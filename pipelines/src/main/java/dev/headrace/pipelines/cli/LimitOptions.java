package dev.headrace.pipelines.cli;

import dev.headrace.io.http.policy.Budget;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.pipelines.run.RunSettings;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for how much is asked of the API, and by how many hands. */
final class LimitOptions {
  @Option(
      names = "--requests-per-second",
      paramLabel = "N",
      description =
          "What the API allows all workers together, retries included. Default: what the pipeline"
              + " says.")
  private @Nullable Integer requestsPerSecond;

  @Option(
      names = "--requests-per-minute",
      paramLabel = "N",
      description = "The same by the minute.")
  private @Nullable Integer requestsPerMinute;

  @Option(
      names = "--concurrent-requests",
      paramLabel = "N",
      description = "Requests in flight that the API allows all workers together.")
  private @Nullable Integer concurrentRequests;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "Over how many shards the requests are spread. They share what the API allows, so there"
              + " should be as many as workers then. Default: 16, or 1 where the API has a limit.")
  private @Nullable Integer shards;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "32",
      description = "Requests in flight for every shard. Default: ${DEFAULT-VALUE}.")
  private int inFlight = 32;

  @Option(
      names = "--buckets",
      paramLabel = "N",
      description =
          "Buckets that records are spread over: the most Parquet files of a partition, and each"
              + " fits into a worker's memory. Default: 4 for every 256 MiB of bodies, at least 4.")
  private @Nullable Integer buckets;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "Times a request is sent before it is a dead letter. Default: ${DEFAULT-VALUE}.")
  private int maxAttempts = 6;

  @Option(
      names = "--attempt-timeout",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "PT30S",
      description =
          "How long an answer may take, to the end of its body. Default: ${DEFAULT-VALUE}.")
  private Duration attemptTimeout = Duration.ofSeconds(30);

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "PT5M",
      description =
          "After how long a request is not sent again, counted from its first attempt. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration deadline = Duration.ofMinutes(5);

  /** Settings for an API that is known to allow so much. */
  void into(RunSettings.Builder settings, Budget known) {
    Budget budget = budget(known);
    if (buckets != null) {
      settings.buckets(buckets);
    }
    settings
        .budget(Optional.of(budget))
        .retries(
            Retries.defaults()
                .withMaxAttempts(maxAttempts)
                .withAttemptTimeout(attemptTimeout)
                .withDeadline(deadline))
        .shards(shards == null ? defaultShards(budget) : shards)
        .maxInFlight(inFlight);
  }

  private Budget budget(Budget known) {
    Budget budget = known;
    if (requestsPerSecond != null) {
      budget = budget.withRequestsPerSecond(requestsPerSecond);
    }
    if (requestsPerMinute != null) {
      budget = budget.withRequestsPerMinute(requestsPerMinute);
    }
    if (concurrentRequests != null) {
      budget = budget.withConcurrentRequests(concurrentRequests);
    }
    return budget;
  }

  private static int defaultShards(Budget budget) {
    return budget.isLimited() ? 1 : 16;
  }
}
