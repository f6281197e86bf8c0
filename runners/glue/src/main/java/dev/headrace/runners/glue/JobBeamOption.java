package dev.headrace.runners.glue;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;
import dev.headrace.pipelines.cli.BeamArguments;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Options of Beam that the job knows, with the values that it takes. The command knows them by
 * these alone, since Beam's runner for Spark is not on its class path.
 */
enum JobBeamOption {
  BUNDLE_SIZE("bundleSize", "-?[0-9]{1,18}", "a whole number"),
  CACHE_DISABLED(
      "cacheDisabled",
      "false",
      "false, since requests would be sent again for every step that uses their answers"),
  ENABLE_SPARK_METRIC_SINKS("enableSparkMetricSinks", "true|false", "true or false"),
  PREFER_GROUP_BY_KEY_TO_HANDLE_HUGE_VALUES(
      "preferGroupByKeyToHandleHugeValues", "true|false", "true or false"),
  RUNNER(
      "runner",
      "(org\\.apache\\.beam\\.runners\\.spark\\.)?SparkRunner",
      "SparkRunner or left out, since a job has no other"),
  STORAGE_LEVEL(
      "storageLevel",
      "DISK_ONLY(_[23])?|MEMORY_AND_DISK(_SER)?(_2)?|OFF_HEAP",
      "a level that also uses the disk, such as MEMORY_AND_DISK");

  private final String option;
  private final Pattern allowed;
  private final String sentence;

  JobBeamOption(String option, String allowed, String sentence) {
    this.option = option;
    this.allowed = Pattern.compile(allowed);
    this.sentence = sentence;
  }

  /** What they are called. */
  static ImmutableSet<String> names() {
    return Stream.of(values()).map(known -> known.option).collect(ImmutableSet.toImmutableSet());
  }

  /**
   * Checks those that are given.
   *
   * @throws IllegalArgumentException if the job would not take one of them
   */
  static void require(BeamArguments given) {
    Stream.of(values()).forEach(known -> known.requireIn(given));
  }

  private void requireIn(BeamArguments given) {
    List<String> values = given.values(option);
    checkArgument(values.size() <= 1, "--%s must be given once, but was %s", option, values);
    values.forEach(
        value ->
            checkArgument(
                allowed.matcher(value).matches(),
                "--%s must be %s on AWS Glue, but was %s",
                option,
                sentence,
                value));
  }
}
