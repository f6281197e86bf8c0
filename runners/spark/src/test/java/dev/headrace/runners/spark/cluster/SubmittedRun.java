package dev.headrace.runners.spark.cluster;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headrace.io.lake.run.RunPaths;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A run in a JVM of its own, and on a cluster in those of its executors as well. */
final class SubmittedRun implements AutoCloseable {
  private final JvmProcess process;
  private final ClusterKit kit;
  private final RunOf run;
  private final RunPaths paths;

  SubmittedRun(JvmProcess process, ClusterKit kit, RunOf run, RunPaths paths) {
    this.process = process;
    this.kit = kit;
    this.run = run;
    this.paths = paths;
  }

  RunPaths paths() {
    return paths;
  }

  /** Waits for a line of its output, and of Spark's log, after so many others. */
  Matcher awaitLine(Pattern pattern, int after) throws InterruptedException {
    return process.awaitLine(pattern, after);
  }

  /** How many lines there are so far. */
  int told() {
    return process.lines().size();
  }

  /** How often the pattern is found in its output. */
  long count(Pattern pattern) {
    return process.lines().stream().filter(line -> pattern.matcher(line).find()).count();
  }

  List<String> lines() {
    return process.lines();
  }

  /** Ends it as the power going off would, and waits for its end. */
  void kill() throws InterruptedException {
    process.kill();
    assertThat(process.tail(), process.waitFor(), is(137));
  }

  /** Waits for its end, which has to be a good one. */
  void requireDone() throws InterruptedException {
    assertThat(process.tail(), process.waitFor(), is(0));
  }

  /** Waits for its good end, and collects what it has left. */
  CollectedResult result() throws InterruptedException, IOException, SQLException {
    requireDone();
    return CollectedResult.of(kit.standIns(), run, paths, kit.folder().resolve("scratch"));
  }

  /** What the raw manifest has on an account. */
  long ingested(String account) {
    JsonNode manifest = new Bucket(kit.standIns().s3()).json(paths.rawManifest());
    return manifest.path("counts").path(account).asLong();
  }

  /** The requests that the server has seen are the planned and the retries that are told. */
  void requireAllRequestsTold(ApiProcess api) throws IOException, InterruptedException {
    assertThat(api.arrived(), hasSize(Math.toIntExact(ingested("PLANNED") + ingested("RETRIES"))));
  }

  /**
   * The same of a run of which something was killed while it fetched: what a shard has announced,
   * and could not send any more, is in the retries as well.
   *
   * @param shards that were being fetched by what was killed
   */
  void requireAllRequestsTold(ApiProcess api, int shards) throws IOException, InterruptedException {
    long arrived = api.arrived().size();
    long told = ingested("PLANNED") + ingested("RETRIES");
    assertThat(told, is(greaterThanOrEqualTo(arrived)));
    assertThat(told, is(lessThanOrEqualTo(arrived + shards * 3L * RunOf.IN_FLIGHT)));
  }

  @Override
  public void close() {
    process.kill();
  }
}
