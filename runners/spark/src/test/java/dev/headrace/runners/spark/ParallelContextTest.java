package dev.headrace.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.junit.jupiter.api.Test;

class ParallelContextTest {
  private static ParallelContext open(SparkConf conf) {
    return new ParallelContext(new SparkContext(conf.setAppName("parallelism")));
  }

  private static int parallelism(SparkConf conf) {
    try (ParallelContext context = open(conf)) {
      return context.defaultParallelism();
    }
  }

  private static SparkConf local(int cores) {
    return new SparkConf().setMaster("local[%d]".formatted(cores));
  }

  @Test
  void thereAreThreePartitionsForEveryCoreThatIsThere() {
    assertThat(parallelism(local(2)), is(6));
    assertThat(parallelism(local(4)), is(12));
  }

  @Test
  void coresThatHaveNotComeYetCount() {
    assertThat(parallelism(local(2).set("spark.cores.max", "10")), is(30));
  }

  @Test
  void whatSparksSettingsSayIsKept() {
    assertThat(parallelism(local(2).set("spark.default.parallelism", "5")), is(5));
  }

  @Test
  void whatBeamGroupsByKeyHasThatManyPartitions() {
    SeePartitions.SEEN.clear();
    try (ParallelContext context = open(local(2))) {
      SparkContextOptions options = PipelineOptionsFactory.as(SparkContextOptions.class);
      options.setRunner(SparkRunner.class);
      options.setUsesProvidedSparkContext(true);
      options.setProvidedSparkContext(context);
      Pipeline pipeline = Pipeline.create(options);
      pipeline
          .apply(Create.of(KV.of("a", 1), KV.of("a", 2), KV.of("b", 3)))
          .apply(GroupByKey.create())
          .apply(ParDo.of(new SeePartitions()));
      pipeline.run().waitUntilFinish();
    }

    assertThat(SeePartitions.SEEN, is(Set.of(6)));
  }

  /** How many partitions the stage has that an element is in; workers are in this JVM. */
  private static final class SeePartitions extends DoFn<KV<String, Iterable<Integer>>, Void> {
    private static final Set<Integer> SEEN = ConcurrentHashMap.newKeySet();

    @ProcessElement
    public void process() {
      SEEN.add(TaskContext.get().numPartitions());
    }
  }
}
