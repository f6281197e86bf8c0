package dev.headrace.testdata.glue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run of a job, which goes through what was told beforehand. */
final class GlueJobRun {
  private static final Set<String> ENDS =
      Set.of("STOPPED", "SUCCEEDED", "FAILED", "TIMEOUT", "ERROR", "EXPIRED");
  private static final int SECONDS = 97;

  private final String id;
  private final Map<String, Object> job;
  private final Map<String, Object> request;
  private final Deque<String> states;
  private final @Nullable String error;
  private final double startedOn = System.currentTimeMillis() / 1000.0;

  GlueJobRun(
      String id,
      Map<String, Object> job,
      Map<String, Object> request,
      List<String> states,
      @Nullable String error) {
    this.id = id;
    this.job = job;
    this.request = request;
    this.states = new ArrayDeque<>(states);
    this.error = error;
  }

  String id() {
    return id;
  }

  boolean isOf(String name) {
    return name.equals(job.get("Name"));
  }

  String state() {
    return states.getFirst();
  }

  boolean isUnderWay() {
    return !ENDS.contains(state());
  }

  void stop() {
    states.clear();
    states.addAll(List.of("STOPPING", "STOPPED"));
  }

  /** The run as it is, which is one state further the next time. */
  Map<String, Object> asked() {
    Map<String, Object> told = told();
    if (states.size() > 1) {
      states.removeFirst();
    }
    return told;
  }

  /** The run as it is. */
  Map<String, Object> told() {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("Id", id);
    run.put("Attempt", 0);
    run.put("JobName", job.get("Name"));
    run.put("StartedOn", startedOn);
    run.put("LastModifiedOn", startedOn);
    run.put("JobRunState", state());
    run.put("Arguments", request.getOrDefault("Arguments", Map.of()));
    run.put("PredecessorRuns", List.of());
    run.put("Timeout", ofRunOrJob("Timeout"));
    run.put("MaxCapacity", ofRunOrJob("NumberOfWorkers"));
    run.put("WorkerType", ofRunOrJob("WorkerType"));
    run.put("NumberOfWorkers", ofRunOrJob("NumberOfWorkers"));
    run.put("LogGroupName", "/aws-glue/jobs");
    run.put("GlueVersion", job.get("GlueVersion"));
    run.put("ExecutionTime", isUnderWay() ? 0 : SECONDS);
    if ("WAITING".equals(state())) {
      run.put("StateDetail", "Max concurrent job runs per job exceeded");
    }
    if (!isUnderWay()) {
      run.put("CompletedOn", startedOn + SECONDS);
      if (error != null && !"SUCCEEDED".equals(state())) {
        run.put("ErrorMessage", error);
      }
    }
    return run;
  }

  private @Nullable Object ofRunOrJob(String member) {
    return request.containsKey(member) ? request.get(member) : job.get(member);
  }
}
