package dev.headrace.testdata.glue;

import static dev.headrace.testdata.glue.Members.allow;
import static dev.headrace.testdata.glue.Members.object;
import static dev.headrace.testdata.glue.Members.text;
import static dev.headrace.testdata.glue.Members.texts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Glue's jobs and their runs, as JSON. A job is only a definition here: what a run goes through is
 * told beforehand, a state for every time that it is asked for.
 */
public final class GlueJobs {
  private static final Set<String> OPERATIONS =
      Set.of(
          "CreateJob",
          "UpdateJob",
          "GetJob",
          "StartJobRun",
          "GetJobRun",
          "GetJobRuns",
          "BatchStopJobRun");

  private static final Map<String, Object> UNKNOWN_RUN =
      Map.of("ErrorCode", "EntityNotFoundException", "ErrorMessage", "There is no such run");
  private static final Map<String, Object> ENDED_RUN =
      Map.of(
          "ErrorCode", "JobRunInTerminalStateException", "ErrorMessage", "The run is at its end");

  private final Map<String, Map<String, Object>> jobs = new TreeMap<>();
  private final List<GlueJobRun> runs = new ArrayList<>();
  private List<String> states = List.of("STARTING", "RUNNING", "SUCCEEDED");
  private @Nullable String error;
  private int pageSize = 200;

  GlueJobs() {}

  /**
   * What runs go through that are started from now on: every time that a run is asked for it is one
   * state further, and it stays in the last one. Without this they succeed.
   */
  public synchronized void letRunsGo(String... through) {
    states = List.of(through);
  }

  /** What the next runs give for their failure. */
  public synchronized void letRunsFailWith(String message) {
    error = message;
  }

  /** The most runs of one answer, whatever is asked for. */
  public synchronized void setPageSize(int runs) {
    pageSize = runs;
  }

  /** The jobs as they were defined last, by name. */
  public synchronized Map<String, Map<String, Object>> definitions() {
    return new TreeMap<>(jobs);
  }

  /** The states that the runs are in, by their ids, in the order that they were started. */
  public synchronized Map<String, String> states() {
    Map<String, String> all = new LinkedHashMap<>();
    runs.forEach(run -> all.put(run.id(), run.state()));
    return all;
  }

  static boolean knows(String operation) {
    return OPERATIONS.contains(operation);
  }

  synchronized Map<String, Object> answer(String operation, Map<String, Object> request) {
    return switch (operation) {
      case "CreateJob" -> create(request);
      case "UpdateJob" -> update(request);
      case "GetJob" -> Map.of("Job", job(text(request, "JobName")));
      case "StartJobRun" -> start(request);
      case "GetJobRun" -> Map.of("JobRun", run(request).asked());
      case "GetJobRuns" -> page(request);
      case "BatchStopJobRun" -> stop(request);
      default -> throw new GlueFault(400, "UnknownOperationException", operation);
    };
  }

  private Map<String, Object> create(Map<String, Object> request) {
    JobRules.requireNew(request);
    String name = text(request, "Name");
    if (jobs.containsKey(name)) {
      throw new GlueFault(400, "AlreadyExistsException", "Job with name " + name + " exists");
    }
    jobs.put(name, JobRules.stored(name, request));
    return Map.of("Name", name);
  }

  private Map<String, Object> update(Map<String, Object> request) {
    allow(request, Set.of("JobName", "JobUpdate"));
    Map<String, Object> update = object(request.get("JobUpdate"));
    JobRules.requireUpdate(update);
    String name = text(request, "JobName");
    job(name);
    jobs.put(name, JobRules.stored(name, update));
    return Map.of("JobName", name);
  }

  private Map<String, Object> start(Map<String, Object> request) {
    JobRules.requireRun(request);
    String name = text(request, "JobName");
    Map<String, Object> job = job(name);
    boolean full = runsOf(name, GlueJobRun::isUnderWay).size() >= JobRules.mostRunsOf(job);
    boolean queued = Boolean.TRUE.equals(request.get("JobRunQueuingEnabled"));
    if (full && !queued) {
      throw new GlueFault(
          400, "ConcurrentRunsExceededException", "Concurrent runs exceeded for " + name);
    }
    String id = "jr_%064x".formatted(runs.size() + 1);
    runs.add(new GlueJobRun(id, job, request, full ? waitingFirst() : states, error));
    return Map.of("JobRunId", id);
  }

  private List<String> waitingFirst() {
    List<String> waiting = new ArrayList<>(List.of("WAITING"));
    waiting.addAll(states);
    return waiting;
  }

  private Map<String, Object> page(Map<String, Object> request) {
    allow(request, Set.of("JobName", "MaxResults", "NextToken"));
    String name = text(request, "JobName");
    job(name);
    if (!(request.get("MaxResults") instanceof Integer max) || max < 1 || max > 200) {
      throw GlueFault.invalid("MaxResults must be between 1 and 200");
    }
    List<GlueJobRun> newestFirst = new ArrayList<>(runsOf(name, run -> true));
    Collections.reverse(newestFirst);
    int from = Integer.parseInt(String.valueOf(request.getOrDefault("NextToken", "0")));
    int to = Math.min(newestFirst.size(), from + Math.min(max, pageSize));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("JobRuns", newestFirst.subList(from, to).stream().map(GlueJobRun::told).toList());
    if (to < newestFirst.size()) {
      answer.put("NextToken", String.valueOf(to));
    }
    return answer;
  }

  private Map<String, Object> stop(Map<String, Object> request) {
    allow(request, Set.of("JobName", "JobRunIds"));
    String name = text(request, "JobName");
    List<String> ids = texts(request.get("JobRunIds"));
    if (ids.isEmpty() || ids.size() > 25) {
      throw GlueFault.invalid("JobRunIds must have 1 to 25 members");
    }
    List<Map<String, Object>> stopped = new ArrayList<>();
    List<Map<String, Object>> errors = new ArrayList<>();
    for (String id : ids) {
      List<GlueJobRun> found = runsOf(name, run -> run.id().equals(id));
      Map<String, Object> which = Map.of("JobName", name, "JobRunId", id);
      if (!found.isEmpty() && found.get(0).isUnderWay()) {
        found.get(0).stop();
        stopped.add(which);
      } else {
        Map<String, Object> told = new LinkedHashMap<>(which);
        told.put("ErrorDetail", found.isEmpty() ? UNKNOWN_RUN : ENDED_RUN);
        errors.add(told);
      }
    }
    return Map.of("SuccessfulSubmissions", stopped, "Errors", errors);
  }

  private Map<String, Object> job(String name) {
    Map<String, Object> job = jobs.get(name);
    if (job == null) {
      throw GlueFault.notFound("Job " + name + " not found.");
    }
    return job;
  }

  private GlueJobRun run(Map<String, Object> request) {
    allow(request, Set.of("JobName", "RunId", "PredecessorsIncluded"));
    String name = text(request, "JobName");
    String id = text(request, "RunId");
    return runsOf(name, run -> run.id().equals(id)).stream()
        .findFirst()
        .orElseThrow(() -> GlueFault.notFound("Job run " + id + " not found."));
  }

  private List<GlueJobRun> runsOf(String job, Predicate<GlueJobRun> which) {
    return runs.stream().filter(run -> run.isOf(job)).filter(which).toList();
  }
}
