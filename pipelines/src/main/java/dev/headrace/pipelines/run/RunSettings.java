package dev.headrace.pipelines.run;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.io.http.policy.Budget;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.io.lake.compact.Compaction;
import dev.headrace.io.redshift.session.RedshiftSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** What one run is to do: over which time, from where to where, and with how many hands. */
@AutoValue
public abstract class RunSettings {

  /** The run; the same id always stands for the same work. */
  public abstract String runId();

  /** First instant to fetch; empty to go on where the last run ended. */
  public abstract Optional<Instant> start();

  /** Where to stop; not fetched itself. */
  public abstract Instant end();

  /** How long a window is. */
  public abstract Duration step();

  /** How far before the place where the last run ended a run begins that goes on from there. */
  public abstract Duration lookback();

  /** A run whose answers need not be sent again while they are the same. */
  public abstract Optional<String> compareWith();

  /** Whether hosts of private networks may be asked. */
  public abstract boolean privateAddresses();

  /** What the API allows, if it is not what the definition says. */
  public abstract Optional<Budget> budget();

  /** The raw bucket, or a prefix in it. */
  public abstract String raw();

  /** The transformed bucket, or a prefix in it. */
  public abstract String transformed();

  /** The dead-letter bucket, or a prefix in it. */
  public abstract String deadLetter();

  /** Where COPY's manifests go. */
  public abstract String staging();

  /** Where the dataset is published; empty if it is not. */
  public abstract Optional<GlueTarget> glue();

  /** How to reach the warehouse. */
  public abstract RedshiftSessions warehouse();

  /** The role that COPY reads S3 with. */
  public abstract String iamRole();

  /** How often and how long a request is tried. */
  public abstract Retries retries();

  /** Over how many shards the requests are spread. */
  public abstract int shards();

  /** Requests in flight for every shard. */
  public abstract int maxInFlight();

  /**
   * Over how many buckets the records are spread, which is the most files of a partition; empty to
   * go by how much there is.
   */
  public abstract OptionalInt buckets();

  /** Settings to be filled in. */
  public static Builder builder() {
    return new AutoValue_RunSettings.Builder()
        .step(Duration.ofDays(1))
        .lookback(Duration.ZERO)
        .compareWith(Optional.empty())
        .privateAddresses(false)
        .budget(Optional.empty())
        .glue(Optional.empty())
        .iamRole("default")
        .retries(Retries.defaults())
        .shards(16)
        .maxInFlight(32)
        .buckets(OptionalInt.empty());
  }

  /** Fills in the settings. */
  @AutoValue.Builder
  public abstract static class Builder {
    /** The run. Required; does not start with {@code compact-}, as those of compactions do. */
    public abstract Builder runId(String runId);

    /** First instant to fetch; default is where the last run ended. */
    public abstract Builder start(Optional<Instant> start);

    /** Where to stop. Required. */
    public abstract Builder end(Instant end);

    /** How long a window is; default is a day. */
    public abstract Builder step(Duration step);

    /**
     * How far before the place where the last run ended a run begins that goes on from there, for
     * an API whose records can still change or arrive late; 0 or more, default is 0.
     */
    public abstract Builder lookback(Duration lookback);

    /**
     * The id of a run whose answers need not be sent again while they are the same, by {@code ETag}
     * or {@code Last-Modified}; default is none.
     */
    public abstract Builder compareWith(Optional<String> runId);

    /** Whether hosts of private networks may be asked; default is not. */
    public abstract Builder privateAddresses(boolean allowed);

    /** What the API allows; default is what the definition says. */
    public abstract Builder budget(Optional<Budget> budget);

    /** The raw bucket. Required. */
    public abstract Builder raw(String location);

    /** The transformed bucket. Required. */
    public abstract Builder transformed(String location);

    /** The dead-letter bucket. Required. */
    public abstract Builder deadLetter(String location);

    /** Where COPY's manifests go. Required. */
    public abstract Builder staging(String location);

    /** Where in the AWS Glue Data Catalog the dataset is published; default is nowhere. */
    public abstract Builder glue(Optional<GlueTarget> target);

    /** How to reach the warehouse. Required. */
    public abstract Builder warehouse(RedshiftSessions warehouse);

    /** The role that COPY reads S3 with; default is the cluster's default role. */
    public abstract Builder iamRole(String iamRole);

    /** How often and how long a request is tried; default is {@link Retries#defaults()}. */
    public abstract Builder retries(Retries retries);

    /** Over how many shards the requests are spread; 1 or more, default is 16. */
    public abstract Builder shards(int shards);

    /** Requests in flight for every shard; 1 or more, default is 32. */
    public abstract Builder maxInFlight(int maxInFlight);

    /**
     * Over how many buckets the records are spread; 1 or more, default is 4 for every 256 MiB of
     * bodies, and 4 at least.
     */
    public Builder buckets(int buckets) {
      return buckets(OptionalInt.of(buckets));
    }

    abstract Builder buckets(OptionalInt buckets);

    abstract RunSettings autoBuild();

    /** The settings. */
    public RunSettings build() {
      RunSettings settings = autoBuild();
      checkArgument(
          !settings.runId().startsWith(Compaction.RUN_PREFIX),
          "--run-id must not start with \"%s\", which the files of compactions do, but is \"%s\"",
          Compaction.RUN_PREFIX,
          settings.runId());
      checkArgument(
          settings.shards() >= 1, "shards must be at least 1, but was %s", settings.shards());
      checkArgument(
          settings.buckets().orElse(1) >= 1,
          "buckets must be at least 1, but was %s",
          settings.buckets().orElse(1));
      checkArgument(
          !settings.lookback().isNegative(),
          "lookback must be at least 0, but was %s",
          settings.lookback());
      return settings;
    }
  }
}
