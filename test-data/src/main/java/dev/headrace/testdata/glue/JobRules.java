package dev.headrace.testdata.glue;

import static dev.headrace.testdata.glue.Members.allow;
import static dev.headrace.testdata.glue.Members.object;
import static dev.headrace.testdata.glue.Members.text;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Glue allows in the definition of a job for Spark and in the start of its runs, by
 * https://docs.aws.amazon.com/glue/latest/webapi/API_CreateJob.html, API_UpdateJob.html and
 * API_StartJobRun.html.
 */
final class JobRules {
  private static final Set<String> OF_UPDATE =
      Set.of(
          "JobMode",
          "JobRunQueuingEnabled",
          "Description",
          "Role",
          "ExecutionProperty",
          "Command",
          "DefaultArguments",
          "NonOverridableArguments",
          "Connections",
          "MaxRetries",
          "Timeout",
          "WorkerType",
          "NumberOfWorkers",
          "SecurityConfiguration",
          "NotificationProperty",
          "GlueVersion",
          "ExecutionClass",
          "LogUri",
          "MaintenanceWindow",
          "SourceControlDetails");
  private static final Set<String> OF_RUN =
      Set.of(
          "JobName",
          "JobRunQueuingEnabled",
          "Arguments",
          "Timeout",
          "SecurityConfiguration",
          "NotificationProperty",
          "WorkerType",
          "NumberOfWorkers",
          "ExecutionClass");
  private static final Set<String> WORKERS =
      Set.of("G.1X", "G.2X", "G.4X", "G.8X", "G.12X", "G.16X", "R.1X", "R.2X", "R.4X", "R.8X");
  private static final Pattern SCRIPT = Pattern.compile("s3://[a-z0-9.-]{3,63}/.+");
  private static final int LONGEST_MINUTES = 10_080;
  private static final int MOST_TAGS = 50;

  private JobRules() {}

  static void requireNew(Map<String, Object> request) {
    Set<String> members = new HashSet<>(OF_UPDATE);
    members.addAll(Set.of("Name", "Tags"));
    allow(request, members);
    text(request, "Name");
    if (request.get("Tags") instanceof Map<?, ?> tags && tags.size() > MOST_TAGS) {
      throw GlueFault.invalid("Tags must have at most 50 members");
    }
    requireDefinition(request);
  }

  static void requireUpdate(Map<String, Object> update) {
    allow(update, OF_UPDATE);
    requireDefinition(update);
  }

  private static void requireDefinition(Map<String, Object> definition) {
    text(definition, "Role");
    Map<String, Object> command = object(definition.get("Command"));
    if (!"glueetl".equals(command.get("Name"))
        || !SCRIPT.matcher(String.valueOf(command.get("ScriptLocation"))).matches()) {
      throw GlueFault.invalid("Command must be glueetl with a script on S3: " + command);
    }
    requireWorkers(definition);
    requireBetween(definition, "Timeout", 1, LONGEST_MINUTES);
    requireBetween(definition, "MaxRetries", 0, 10);
    requireArguments(definition.get("DefaultArguments"));
  }

  /** What a run is given in the place of what its job has. */
  static void requireRun(Map<String, Object> request) {
    allow(request, OF_RUN);
    if (request.containsKey("WorkerType") || request.containsKey("NumberOfWorkers")) {
      requireWorkers(request);
    }
    if (request.containsKey("Timeout")) {
      requireBetween(request, "Timeout", 1, LONGEST_MINUTES);
    }
    requireArguments(request.get("Arguments"));
  }

  private static void requireWorkers(Map<String, Object> definition) {
    if (!WORKERS.contains(text(definition, "WorkerType"))) {
      throw GlueFault.invalid("Worker type is not supported: " + definition.get("WorkerType"));
    }
    requireBetween(definition, "NumberOfWorkers", 2, 299);
  }

  private static void requireBetween(
      Map<String, Object> definition, String member, int least, int most) {
    if (!(definition.get(member) instanceof Integer n) || n < least || n > most) {
      throw GlueFault.invalid(
          "%s must be %d to %d, but is %s".formatted(member, least, most, definition.get(member)));
    }
  }

  /** Those without dashes Glue takes, and gives to nobody. */
  private static void requireArguments(@Nullable Object arguments) {
    if (arguments != null
        && !object(arguments).keySet().stream().allMatch(k -> k.startsWith("--"))) {
      throw GlueFault.invalid("Arguments must begin with --: " + object(arguments).keySet());
    }
  }

  /** The job as it is told from now on, which is without its tags. */
  static Map<String, Object> stored(String name, Map<String, Object> definition) {
    Map<String, Object> job = new LinkedHashMap<>(definition);
    job.remove("Tags");
    job.put("Name", name);
    job.put("CreatedOn", 1.7E9);
    job.put("LastModifiedOn", 1.7E9);
    // Glue tells what it has worked out too, and no comparison must stumble over that.
    job.put("AllocatedCapacity", definition.get("NumberOfWorkers"));
    job.put("MaxCapacity", definition.get("NumberOfWorkers"));
    return job;
  }

  /** How many runs of the job there may be at a time. */
  static int mostRunsOf(Map<String, Object> job) {
    return job.get("ExecutionProperty") == null
            || !(object(job.get("ExecutionProperty")).get("MaxConcurrentRuns") instanceof Integer n)
        ? 1
        : n;
  }
}
