package dev.headrace.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.pipelines.run.RunnerSetup;
import java.util.ServiceLoader;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkSetupTest {
  private static SparkPipelineOptions prepared(String... args) {
    SparkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(args).as(SparkPipelineOptions.class);
    new SparkSetup().prepare(options);
    return options;
  }

  @Test
  void isFoundByTheCommand() {
    RunnerSetup setup = ServiceLoader.load(RunnerSetup.class).findFirst().orElseThrow();

    assertThat(setup, instanceOf(SparkSetup.class));
  }

  @Test
  void whatDoesNotFitInMemoryGoesToDisk() {
    assertThat(prepared("--runner=SparkRunner").getStorageLevel(), is("MEMORY_AND_DISK"));
  }

  @Test
  void shufflesAreSerializedByKryo() {
    SparkPipelineOptions unused = prepared("--runner=SparkRunner");

    assertThat(
        new SparkConf().get("spark.serializer"), is("org.apache.spark.serializer.KryoSerializer"));
  }

  @Test
  void anotherSerializerIsKept() {
    String before = System.setProperty("spark.serializer", "org.apache.spark.serializer.Other");
    try {
      SparkPipelineOptions unused = prepared("--runner=SparkRunner");

      assertThat(new SparkConf().get("spark.serializer"), is("org.apache.spark.serializer.Other"));
    } finally {
      if (before == null) {
        System.clearProperty("spark.serializer");
      } else {
        System.setProperty("spark.serializer", before);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DISK_ONLY", "MEMORY_AND_DISK_SER", "MEMORY_AND_DISK_2"})
  void anotherLevelWithDiskIsKept(String level) {
    SparkPipelineOptions options = prepared("--runner=SparkRunner", "--storageLevel=" + level);

    assertThat(options.getStorageLevel(), is(level));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MEMORY_ONLY", "MEMORY_ONLY_SER", "NONE", "memory"})
  void aLevelWithoutDiskIsRefused(String level) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> prepared("--runner=SparkRunner", "--storageLevel=" + level));

    assertThat(
        e.getMessage(),
        allOf(
            containsString("storageLevel"),
            containsString("MEMORY_AND_DISK"),
            containsString("but was " + level)));
  }

  @Test
  void withoutACacheRequestsWouldBeSentAgainAndSoItIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> prepared("--runner=SparkRunner", "--cacheDisabled=true"));

    assertThat(e.getMessage(), containsString("cacheDisabled must be false, but was true"));
  }

  @Test
  void preparingTwiceChangesNothing() {
    SparkPipelineOptions options = prepared("--runner=SparkRunner");

    new SparkSetup().prepare(options);

    assertThat(options.getStorageLevel(), is("MEMORY_AND_DISK"));
  }

  @Test
  void theOptionsOfAnotherRunnerAreLeftAlone() {
    SparkPipelineOptions options =
        prepared("--runner=SparkStructuredStreamingRunner", "--cacheDisabled=true");

    assertThat(options.isCacheDisabled(), is(true));
  }
}
