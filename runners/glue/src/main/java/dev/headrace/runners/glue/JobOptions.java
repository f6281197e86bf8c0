package dev.headrace.runners.glue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options for the job: what it is called, and what it runs on. */
final class JobOptions {
  @Option(
      names = "--role",
      paramLabel = "ROLE",
      required = true,
      description = "The IAM role that the job has: its name or ARN.")
  private String role = "";

  @Option(
      names = "--job-name",
      paramLabel = "NAME",
      description =
          "The job, which is created, or updated if it is otherwise. Default: headrace- and the"
              + " pipeline's name.")
  private @Nullable String jobName;

  @Option(
      names = "--worker-type",
      paramLabel = "TYPE",
      converter = WorkerTypes.class,
      defaultValue = "G.1X",
      description =
          "What a worker is: G.1X (4 vCPUs, 16 GB), G.2X, G.4X, G.8X, G.12X, G.16X, or with twice"
              + " the memory R.1X, R.2X, R.4X, R.8X. Default: ${DEFAULT-VALUE}.")
  private WorkerType workerType = WorkerType.G_1X;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many workers, one of them the driver. Default: ${DEFAULT-VALUE}.")
  private int workers = 2;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = IsoDurations.class,
      defaultValue = "PT8H",
      description =
          "After which Glue ends a run, in whole minutes up to P7D. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofHours(8);

  @Option(
      names = "--max-concurrent-runs",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many runs the job has at a time. Default: ${DEFAULT-VALUE}.")
  private int maxConcurrentRuns = 1;

  @Option(
      names = "--conf",
      paramLabel = "NAME=VALUE",
      description =
          "A setting of Spark, such as spark.task.maxFailures=8; more than once for more. The job"
              + " keeps it for all who may see it: no secrets.")
  private Map<String, String> conf = new LinkedHashMap<>();

  @Option(
      names = "--connection",
      paramLabel = "NAME",
      description =
          "A Glue connection, by which the job is in a VPC, as for a warehouse in one; more than"
              + " once for more.")
  private List<String> connections = new ArrayList<>();

  @Option(
      names = "--security-configuration",
      paramLabel = "NAME",
      description = "Glue's security configuration, for encrypted logs. Default: none.")
  private @Nullable String securityConfiguration;

  @Option(
      names = "--tag",
      paramLabel = "KEY=VALUE",
      description = "A tag that the job is created with; more than once for more.")
  private Map<String, String> tags = new LinkedHashMap<>();

  /** The job, but for where its code lies. */
  JobDefinition.Builder definition(String pipeline) {
    return JobDefinition.builder()
        .name(jobName == null ? "headrace-" + pipeline : jobName)
        .role(role)
        .workerType(workerType)
        .workers(workers)
        .timeout(timeout)
        .maxConcurrentRuns(maxConcurrentRuns)
        .sparkSettings(ImmutableSortedMap.copyOf(conf))
        .connections(ImmutableList.copyOf(connections))
        .securityConfiguration(Optional.ofNullable(securityConfiguration))
        .tags(ImmutableMap.copyOf(tags));
  }

  private static final class WorkerTypes implements ITypeConverter<WorkerType> {
    @Override
    public WorkerType convert(String text) {
      return WorkerType.named(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "must be one of %s, but is \"%s\"".formatted(WorkerType.names(), text)));
    }
  }
}
