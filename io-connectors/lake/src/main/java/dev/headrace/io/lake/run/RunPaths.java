package dev.headrace.io.lake.run;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.failures.Stage;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * Where the things of a run lie.
 *
 * <pre>
 * raw/source/resource/run=runId/part-shard-n.jsonl.gz, _plan.json, _manifest.json
 * raw/source/_state/resource.json
 * transformed/dataset/partition=value/runId-bucket.parquet, runId-bucket.number.parquet
 * transformed/dataset/_manifests/runId.json
 * transformed/dataset/_manifests/_compact/number.json
 * transformed/dataset/_compactions/runId.json
 * transformed/dataset/_schemas/runId.avsc
 * dead-letter/source/resource/stage=stage/dt=date/run=runId/part-n-letters.jsonl.gz
 * staging/
 * </pre>
 */
public record RunPaths(
    String raw,
    String transformed,
    String deadLetter,
    String staging,
    String source,
    String resource,
    String runId)
    implements Serializable {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /**
   * Checks what names are made of.
   *
   * @throws IllegalArgumentException that names the setting, its value and what is allowed
   */
  public RunPaths {
    raw = ObjectStores.requireRoot("raw", raw);
    transformed = ObjectStores.requireRoot("transformed", transformed);
    deadLetter = ObjectStores.requireRoot("dead-letter", deadLetter);
    staging = ObjectStores.requireRoot("staging", staging);
    requireName("source", source);
    requireName("resource", resource);
    requireName("run-id", runId);
  }

  /** The same places for another run. */
  public RunPaths forRun(String otherRunId) {
    return new RunPaths(raw, transformed, deadLetter, staging, source, resource, otherRunId);
  }

  /** Where the run's raw objects lie, with a slash at the end. */
  public String rawRun() {
    return raw + "/" + source + "/" + resource + "/run=" + runId + "/";
  }

  /** What the run was started with. */
  public String plan() {
    return rawRun() + "_plan.json";
  }

  /** The commit of the run's ingestion. */
  public String rawManifest() {
    return rawRun() + "_manifest.json";
  }

  /** Where the next run of the resource starts. */
  public String state() {
    return raw + "/" + source + "/_state/" + resource + ".json";
  }

  /** Where a dataset's partitions lie, with a slash at the end. */
  public String dataset(String dataset) {
    requireName("dataset", dataset);
    return transformed + "/" + dataset + "/";
  }

  /** The commit of the run's reprocessing. */
  public String datasetManifest(String dataset) {
    return dataset(dataset) + "_manifests/" + runId + ".json";
  }

  /** The schema that the run's rows are written in, where it depends on what the run finds. */
  public String datasetSchema(String dataset) {
    return dataset(dataset) + "_schemas/" + runId + ".avsc";
  }

  /** What the run, a compaction, was started with. */
  public String compactionPlan(String dataset) {
    return dataset(dataset) + "_compactions/" + runId + ".json";
  }

  /** The commit of a dataset's compaction of that number, counted from 1. */
  public String compactionManifest(String dataset, int number) {
    return dataset(dataset) + "_manifests/_compact/%08d.json".formatted(number);
  }

  /** Where the run's dead letters of a stage lie, with a slash at the end. */
  public String deadLetters(Stage stage, String date) {
    return "%s/%s/%s/stage=%s/dt=%s/run=%s/"
        .formatted(deadLetter, source, resource, stage, date, runId);
  }

  private static void requireName(String what, String name) {
    checkArgument(
        NAME.matcher(name).matches(),
        "%s must be 1 to 100 letters, digits, dots, dashes and underscores,"
            + " the first a letter or digit, but is \"%s\"",
        what,
        name);
  }
}
