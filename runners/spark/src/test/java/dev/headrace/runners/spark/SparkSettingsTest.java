package dev.headrace.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkSettingsTest {
  private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";
  private static final String REGISTRATOR =
      "org.apache.beam.runners.spark.coders.SparkRunnerKryoRegistrator";

  /** Settings that are safe and good. */
  private static SparkConf conf() {
    return new SparkConf(false)
        .setMaster("spark://host:7077")
        .set("spark.serializer", KRYO)
        .set("spark.kryo.registrator", REGISTRATOR);
  }

  private static String refusal(SparkConf conf) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> SparkSettings.require(conf))
            .getMessage());
  }

  @Test
  void sparksDefaultsAreTakenWithoutAWord() {
    SparkSettings.require(conf());

    assertThat(SparkSettings.warnings(conf()), is(empty()));
  }

  @Test
  void whatWouldSendRequestsTwiceAtOnceIsRefused() {
    assertThat(
        refusal(conf().set("spark.speculation", "true")),
        containsString("spark.speculation must be false, but was true"));
  }

  @Test
  void kryoWithoutBeamsSerializersIsRefused() {
    assertThat(
        refusal(conf().remove("spark.kryo.registrator")),
        allOf(containsString("spark.kryo.registrator must name"), containsString(REGISTRATOR)));
    assertThat(
        refusal(conf().set("spark.kryo.registrator", "com.example.Own")),
        containsString("but was \"com.example.Own\""));
  }

  @Test
  void aRegistratorOfOnesOwnBesideBeamsIsTaken() {
    SparkSettings.require(conf().set("spark.kryo.registrator", "com.example.Own, " + REGISTRATOR));
  }

  @Test
  void theSerializerOfAContextThatIsThereIsTakenWithAWarning() {
    SparkConf conf = conf().remove("spark.serializer").remove("spark.kryo.registrator");

    SparkSettings.require(conf);

    assertThat(
        SparkSettings.warnings(conf), contains(containsString("spark.serializer is not " + KRYO)));
  }

  @Test
  void tooFewPartitionsForTheCoresAreWarnedOf() {
    SparkConf conf = conf().set("spark.cores.max", "8").set("spark.default.parallelism", "3");

    assertThat(
        SparkSettings.warnings(conf),
        contains(containsString("spark.default.parallelism is 3, so that 5 of 8 cores")));
  }

  @Test
  void asManyPartitionsAsCoresAreEnough() {
    SparkConf conf = conf().set("spark.cores.max", "8").set("spark.default.parallelism", "8");

    assertThat(SparkSettings.warnings(conf), is(empty()));
  }

  @Test
  void tasksThatMayNotFailOnceAreWarnedOfOnACluster() {
    SparkConf conf = conf().set("spark.task.maxFailures", "1");

    assertThat(
        SparkSettings.warnings(conf), contains(containsString("spark.task.maxFailures is 1")));
    assertThat(SparkSettings.warnings(conf.setMaster("local[2]")), is(empty()));
  }

  @Test
  void givingUpWhatIdleExecutorsKeepIsWarnedOf() {
    SparkConf conf =
        conf()
            .set("spark.dynamicAllocation.enabled", "true")
            .set("spark.dynamicAllocation.cachedExecutorIdleTimeout", "60s");

    assertThat(
        SparkSettings.warnings(conf), contains(containsString("cachedExecutorIdleTimeout is 60s")));
    assertThat(
        SparkSettings.warnings(conf.set("spark.dynamicAllocation.enabled", "false")), is(empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "spark.cores.max, 6, , , 6",
    "spark.executor.instances, 3, , , 3",
    "spark.executor.instances, 3, spark.executor.cores, 4, 12",
    "spark.dynamicAllocation.maxExecutors, 5, spark.executor.cores, 2, 10",
    "spark.executor.cores, 2, , , 0",
    "spark.executor.instances, 3, spark.cores.max, 2, 2",
  })
  void theCoresAreThoseOfAllExecutors(
      String key, String value, String otherKey, String otherValue, int cores) {
    SparkConf conf = conf().set(key, value);
    if (otherKey != null) {
      conf.set(otherKey, otherValue);
    }

    assertThat(SparkSettings.cores(conf), is(cores));
  }
}
