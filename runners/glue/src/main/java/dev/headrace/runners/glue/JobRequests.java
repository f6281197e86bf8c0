package dev.headrace.runners.glue;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.ConnectionsList;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.ExecutionProperty;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.JobCommand;
import software.amazon.awssdk.services.glue.model.JobUpdate;
import software.amazon.awssdk.services.glue.model.StartJobRunRequest;

/** A job's definition in Glue's own words. */
final class JobRequests {
  private static final String DESCRIPTION = "Runs Headrace; defined by headrace submit glue";

  private JobRequests() {}

  static CreateJobRequest create(JobDefinition job) {
    return CreateJobRequest.builder()
        .name(job.name())
        .description(DESCRIPTION)
        .role(job.role())
        .command(command(job))
        .glueVersion(JobDefinition.GLUE_VERSION)
        .defaultArguments(job.parameters())
        .workerType(job.workerType().glueName())
        .numberOfWorkers(job.workers())
        .timeout(minutes(job))
        .maxRetries(0)
        .executionProperty(concurrency(job))
        .connections(connections(job))
        .securityConfiguration(job.securityConfiguration().orElse(null))
        .tags(job.tags().isEmpty() ? null : job.tags())
        .build();
  }

  /**
   * The job as it should be. An update replaces all of a job, so that what is not defined here has
   * to be told as it is; but for its capacity, which its workers decide, and the nodes of a visual
   * job, of which Glue would make a script.
   */
  static JobUpdate update(JobDefinition job, Job there) {
    return JobUpdate.builder()
        .description(there.description())
        .logUri(there.logUri())
        .jobRunQueuingEnabled(there.jobRunQueuingEnabled())
        .nonOverridableArguments(
            there.hasNonOverridableArguments() ? there.nonOverridableArguments() : null)
        .notificationProperty(there.notificationProperty())
        .executionClass(there.executionClassAsString())
        .sourceControlDetails(there.sourceControlDetails())
        .maintenanceWindow(there.maintenanceWindow())
        .role(job.role())
        .command(command(job))
        .glueVersion(JobDefinition.GLUE_VERSION)
        .defaultArguments(argumentsOf(job, there))
        .workerType(job.workerType().glueName())
        .numberOfWorkers(job.workers())
        .timeout(minutes(job))
        .maxRetries(0)
        .executionProperty(concurrency(job))
        .connections(connections(job))
        .securityConfiguration(job.securityConfiguration().orElse(null))
        .build();
  }

  /** The job's arguments, those among them that are not defined here. */
  private static Map<String, String> argumentsOf(JobDefinition job, Job there) {
    Map<String, String> arguments = new HashMap<>(there.defaultArguments());
    arguments.putAll(job.parameters());
    return arguments;
  }

  /**
   * The start of a run. It is given all that a run can have in the place of what the job has, since
   * the job may be another's by the time that it starts.
   */
  static StartJobRunRequest start(JobDefinition job, RunParameters parameters, boolean queued) {
    return StartJobRunRequest.builder()
        .jobName(job.name())
        .arguments(
            ImmutableMap.<String, String>builder()
                .putAll(job.parameters())
                .putAll(parameters.toMap())
                .build())
        .workerType(job.workerType().glueName())
        .numberOfWorkers(job.workers())
        .timeout(minutes(job))
        .securityConfiguration(job.securityConfiguration().orElse(null))
        .jobRunQueuingEnabled(queued)
        .build();
  }

  /** Which settings of the job in Glue are others; what Headrace does not set is not looked at. */
  static List<String> differences(JobDefinition job, Job there) {
    List<String> names = new ArrayList<>();
    compare(names, "Role", job.role(), there.role());
    compare(names, "Command", command(job), commandOf(there));
    compare(names, "GlueVersion", JobDefinition.GLUE_VERSION, there.glueVersion());
    compare(names, "DefaultArguments", argumentsOf(job, there), there.defaultArguments());
    compare(names, "WorkerType", job.workerType().glueName(), there.workerTypeAsString());
    compare(names, "NumberOfWorkers", job.workers(), there.numberOfWorkers());
    compare(names, "Timeout", minutes(job), there.timeout());
    compare(names, "MaxRetries", 0, there.maxRetries());
    compare(names, "ExecutionProperty", concurrency(job), there.executionProperty());
    compare(names, "Connections", job.connections(), connectionsOf(there));
    compare(
        names,
        "SecurityConfiguration",
        job.securityConfiguration().orElse(null),
        there.securityConfiguration());
    return names;
  }

  private static void compare(
      List<String> names, String name, @Nullable Object wanted, @Nullable Object there) {
    if (!Objects.equals(wanted, there)) {
      names.add(name);
    }
  }

  private static JobCommand command(JobDefinition job) {
    return JobCommand.builder().name("glueetl").scriptLocation(job.script()).build();
  }

  /** Glue may add the version of Python, which a job in Scala does not have. */
  private static JobCommand commandOf(Job there) {
    return there.command() == null
        ? JobCommand.builder().build()
        : JobCommand.builder()
            .name(there.command().name())
            .scriptLocation(there.command().scriptLocation())
            .build();
  }

  private static ExecutionProperty concurrency(JobDefinition job) {
    return ExecutionProperty.builder().maxConcurrentRuns(job.maxConcurrentRuns()).build();
  }

  private static @Nullable ConnectionsList connections(JobDefinition job) {
    return job.connections().isEmpty()
        ? null
        : ConnectionsList.builder().connections(job.connections()).build();
  }

  private static List<String> connectionsOf(Job there) {
    return there.connections() == null ? List.of() : there.connections().connections();
  }

  private static int minutes(JobDefinition job) {
    return Math.toIntExact(job.timeout().toMinutes());
  }
}
