package dev.headrace.runners.submit;

import java.util.Set;

/** Options of Beam that are known only where its Spark runner is. */
final class BeamOptions {
  static final Set<String> OF_SPARK =
      Set.of(
          "batchIntervalMillis",
          "bundleSize",
          "cacheDisabled",
          "checkpointDir",
          "checkpointDurationMillis",
          "enableSparkMetricSinks",
          "filesToStage",
          "maxRecordsPerBatch",
          "minReadTimeMillis",
          "preferGroupByKeyToHandleHugeValues",
          "readTimePercentage",
          "runner",
          "sparkMaster",
          "storageLevel",
          "streaming",
          "updateCompatibilityVersion");

  private BeamOptions() {}
}
