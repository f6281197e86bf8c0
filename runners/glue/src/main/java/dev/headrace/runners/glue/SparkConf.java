package dev.headrace.runners.glue;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Spark's settings of a job: its serializer is Kryo, with Beam's registrator, unless another is
 * given.
 */
final class SparkConf {
  private static final String SPECULATION = "spark.speculation";
  private static final String SERIALIZER = "spark.serializer";
  private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";
  private static final String REGISTRATOR = "spark.kryo.registrator";
  private static final String BEAMS_REGISTRATOR =
      "org.apache.beam.runners.spark.coders.SparkRunnerKryoRegistrator";
  private static final Splitter LIST = Splitter.on(',').trimResults();

  private final ImmutableMap<String, String> settings;

  private SparkConf(Map<String, String> settings) {
    this.settings = ImmutableMap.copyOf(settings);
  }

  /** With these settings, by name. */
  static SparkConf of(Map<String, String> given) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(SERIALIZER, KRYO);
    all.put(REGISTRATOR, BEAMS_REGISTRATOR);
    all.putAll(given);
    return new SparkConf(all);
  }

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if Glue does not take one of them, or the job would refuse it
   */
  void require() {
    settings.forEach(SparkConf::requireOneWord);
    requireNoSpeculation(settings.getOrDefault(SPECULATION, "false"));
    requireBeamsRegistrator(settings.getOrDefault(REGISTRATOR, ""));
  }

  /** What follows a blank Glue would take for another parameter; a value may be a secret. */
  private static void requireOneWord(String name, String value) {
    checkArgument(
        name.matches("spark\\.\\S+") && !value.isEmpty() && value.matches("\\S+"),
        "conf must be a setting such as spark.task.maxFailures=8, without blanks, but was %s=...",
        name.replaceFirst("(?s)\\s.*", ""));
  }

  private static void requireNoSpeculation(String value) {
    checkArgument(
        value.equalsIgnoreCase("false"),
        "conf must not have %s other than false, since a slow step would be done twice at once, and"
            + " its requests sent twice, but was %s=%s",
        SPECULATION,
        SPECULATION,
        value);
  }

  /** What Beam keeps on disk is written by its own serializers. */
  private void requireBeamsRegistrator(String value) {
    checkArgument(
        !KRYO.equals(settings.get(SERIALIZER))
            || LIST.splitToList(value).contains(BEAMS_REGISTRATOR),
        "conf must keep Beam's registrator, where the serializer is Kryo: %s=%s and others behind a"
            + " comma, but was %s=%s",
        REGISTRATOR,
        BEAMS_REGISTRATOR,
        REGISTRATOR,
        value);
  }

  /** Glue takes one setting after {@code --conf}; more are put behind it as if they were its. */
  String toParameter() {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(" --conf "));
  }
}
