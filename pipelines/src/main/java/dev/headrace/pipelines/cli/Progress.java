package dev.headrace.pipelines.cli;

import dev.headrace.io.glue.GlueIO;
import dev.headrace.pipelines.run.WholeRun.StepRunner;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.joda.time.Duration;

/**
 * Runs a pipeline and tells how it goes while it does: a line that is written over on a terminal,
 * and one whenever something has changed elsewhere.
 */
public final class Progress implements StepRunner {
  private static final Duration LOOK_EVERY = Duration.millis(250);

  /** A counter, and what one and what several of it are called. */
  private record Told(String counter, String one, String many) {
    String of(long amount) {
      if (many.equals("bytes")) {
        return Amounts.bytes(amount);
      }
      return Amounts.of(amount) + " " + (amount == 1 ? one : many);
    }
  }

  private static final List<Told> TOLD =
      List.of(
          new Told("requests", "request", "requests"),
          new Told("responses", "response", "responses"),
          new Told("bytes", "byte", "bytes"),
          new Told("records", "record", "records"),
          new Told("rows", "row written", "rows written"),
          new Told(GlueIO.PARTITIONS_CREATED, "partition created", "partitions created"),
          new Told(GlueIO.PARTITIONS_UPDATED, "partition updated", "partitions updated"),
          new Told("rowsLoaded", "row loaded", "rows loaded"),
          new Told("deadLetters", "dead letter", "dead letters"));

  private final PrintWriter out;
  private final boolean terminal;
  private final Clock clock;

  /** Tells on the standard error stream's writer. */
  @SuppressWarnings("SystemConsoleNull") // from Java 22 on a file is written as a terminal is
  public Progress(PrintWriter out) {
    this.out = out;
    this.terminal = System.console() != null;
    this.clock = Clock.systemUTC();
  }

  /** Tells which run begins, so that it can be started again by its name. */
  public void begin(String runId) {
    out.printf("%-10s %s%n", "run", runId);
    out.flush();
  }

  @Override
  public PipelineResult run(String step, Pipeline pipeline) {
    PipelineResult result = pipeline.run();
    PipelineResult.State state = null;
    try {
      state = follow(step, result);
    } finally {
      if (terminal && state == null) {
        out.println(); // what is told next is not to follow on the line that was written over
        out.flush();
      }
    }
    if (state != PipelineResult.State.DONE) {
      throw new IllegalStateException("The step " + step + " ended as " + state);
    }
    return result;
  }

  private PipelineResult.State follow(String step, PipelineResult result) {
    long start = clock.millis();
    String told = "";
    while (true) {
      PipelineResult.State state = result.waitUntilFinish(LOOK_EVERY);
      boolean ended = state != null && state.isTerminal();
      String line = line(step, result);
      if (ended || !line.equals(told)) {
        tell(line, clock.millis() - start, ended);
        told = line;
      }
      if (state != null && ended) {
        return state;
      }
    }
  }

  @Override
  public void alreadyDone(String step) {
    out.printf("%-10s done by an earlier run, nothing to do%n", step);
    out.flush();
  }

  private void tell(String line, long millis, boolean ended) {
    String timed = "%s  %.1f s".formatted(line, millis / 1000.0);
    if (terminal) {
      out.print("\r\u001b[K" + timed + (ended ? System.lineSeparator() : ""));
    } else {
      out.println(timed);
    }
    out.flush();
  }

  private static String line(String step, PipelineResult result) {
    Map<String, Long> counts = new HashMap<>();
    for (MetricResult<Long> counter :
        result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      if (counter.getName().getNamespace().startsWith("dev.headrace.")) {
        counts.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
      }
    }
    String told =
        TOLD.stream()
            .filter(counter -> counts.containsKey(counter.counter))
            .map(counter -> counter.of(counts.getOrDefault(counter.counter, 0L)))
            .collect(Collectors.joining(", "));
    return "%-10s %s".formatted(step, told.isEmpty() ? "started" : told);
  }
}
