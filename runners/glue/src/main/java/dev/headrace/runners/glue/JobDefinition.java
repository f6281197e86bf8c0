package dev.headrace.runners.glue;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A job of AWS Glue 5.1, which is Spark 3.5.6 on Java 17, that runs Headrace: where its code lies
 * and what it runs on. Which run it is comes with each run.
 *
 * <p>Glue is told not to start a run again that failed. Headrace has tried again by then what is
 * worth it, and a start with the same run id goes on where the run was: it is safe at any time, and
 * for a person or a scheduler to decide.
 */
@AutoValue
abstract class JobDefinition {
  static final String GLUE_VERSION = "5.1";

  /** The object that the entry script holds. */
  static final String ENTRY = "HeadraceGlue";

  // https://docs.aws.amazon.com/glue/latest/webapi/API_CreateJob.html
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,255}");
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final int FEWEST_WORKERS = 2;
  private static final int MOST_TAGS = 50;

  abstract String name();

  abstract String role();

  abstract String script();

  abstract ImmutableList<String> jars();

  abstract ImmutableSortedMap<String, String> sparkSettings();

  abstract WorkerType workerType();

  abstract int workers();

  abstract Duration timeout();

  abstract int maxConcurrentRuns();

  abstract ImmutableList<String> connections();

  abstract Optional<String> securityConfiguration();

  abstract ImmutableMap<String, String> tags();

  static Builder builder() {
    return new AutoValue_JobDefinition.Builder()
        .sparkSettings(ImmutableSortedMap.of())
        .workerType(WorkerType.G_1X)
        .workers(FEWEST_WORKERS)
        .timeout(Duration.ofHours(8))
        .maxConcurrentRuns(1)
        .connections(ImmutableList.of())
        .tags(ImmutableMap.of());
  }

  /** The parameters that every run of the job has. */
  ImmutableMap<String, String> parameters() {
    return ImmutableMap.<String, String>builder()
        .put("--job-language", "scala")
        .put("--class", ENTRY)
        .put("--extra-jars", String.join(",", jars()))
        // Glue brings libraries of its own, some of them older than what Headrace needs.
        .put("--user-jars-first", "true")
        // What has been read is known by manifests and cursors.
        .put("--job-bookmark-option", "job-bookmark-disable")
        .put("--enable-metrics", "true")
        .put("--conf", SparkConf.of(sparkSettings()).toParameter())
        .build();
  }

  @AutoValue.Builder
  abstract static class Builder {

    /** What the job is called. Required. */
    abstract Builder name(String name);

    /** Name or ARN of the role that the job has. Required. */
    abstract Builder role(String role);

    /** Where the entry script lies on S3. Required. */
    abstract Builder script(String uri);

    /** Where the job jar and others lie on S3. Required. */
    abstract Builder jars(ImmutableList<String> uris);

    /** Settings of Spark by name; default is its serializer Kryo, with Beam's registrator. */
    abstract Builder sparkSettings(ImmutableSortedMap<String, String> settings);

    /** What a worker is; default is G.1X. */
    abstract Builder workerType(WorkerType type);

    /** How many workers, the driver among them; 2 or more, default is 2. */
    abstract Builder workers(int workers);

    /** After which a run is ended, in whole minutes up to seven days; default is 8 hours. */
    abstract Builder timeout(Duration timeout);

    /** How many runs there may be at a time; 1 or more, default is 1. */
    abstract Builder maxConcurrentRuns(int runs);

    /** Glue connections, through which the job is in a VPC; default is none. */
    abstract Builder connections(ImmutableList<String> names);

    /** How what the job writes for Glue is encrypted; default is as the account has it. */
    abstract Builder securityConfiguration(Optional<String> name);

    /** Tags that the job is created with; default is none. */
    abstract Builder tags(ImmutableMap<String, String> tags);

    abstract JobDefinition autoBuild();

    /**
     * The definition.
     *
     * @throws IllegalArgumentException if Glue would not take it
     */
    JobDefinition build() {
      JobDefinition job = autoBuild();
      checkArgument(
          NAME.matcher(job.name()).matches(),
          "jobName must have 1 to 255 characters, but was \"%s\"",
          job.name());
      checkArgument(
          job.workers() >= FEWEST_WORKERS,
          "workers must be at least %s, one for the driver, but was %s",
          FEWEST_WORKERS,
          job.workers());
      checkArgument(
          job.maxConcurrentRuns() >= 1,
          "maxConcurrentRuns must be at least 1, but was %s",
          job.maxConcurrentRuns());
      checkArgument(
          job.tags().size() <= MOST_TAGS,
          "tag must be given at most %s times, but was %s times",
          MOST_TAGS,
          job.tags().size());
      requireMinutes(job.timeout());
      SparkConf.of(job.sparkSettings()).require();
      return job;
    }

    private static void requireMinutes(Duration timeout) {
      boolean whole = timeout.equals(Duration.ofMinutes(timeout.toMinutes()));
      checkArgument(
          whole && timeout.toMinutes() >= 1 && timeout.compareTo(LONGEST) <= 0,
          "timeout must be whole minutes, PT1M to P7D, but was %s",
          timeout);
    }
  }
}
