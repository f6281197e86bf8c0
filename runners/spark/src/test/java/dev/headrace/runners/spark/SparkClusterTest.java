package dev.headrace.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Distinct;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;

class SparkClusterTest {
  @Test
  void aPipelineRunsInTheJvmsOfAllExecutors() throws Exception {
    List<ProcessHandle> executors;
    try (SparkCluster cluster = SparkCluster.start(2)) {
      executors = cluster.executors();
      assertThat(executors, hasSize(2));

      PipelineOptions options = PipelineOptionsFactory.create();
      cluster.applyTo(options);
      new SparkSetup().prepare(options);
      Pipeline pipeline = Pipeline.create(options);
      PCollection<Long> pids =
          pipeline
              .apply(Create.of(1, 2, 3, 4, 5, 6, 7, 8))
              .apply(
                  MapElements.into(TypeDescriptors.longs())
                      .via(number -> ProcessHandle.current().pid()))
              .apply(Distinct.create());
      PAssert.that(pids).containsInAnyOrder(executors.stream().map(ProcessHandle::pid).toList());
      pipeline.run().waitUntilFinish();
    }
    assertThat(executors.stream().noneMatch(ProcessHandle::isAlive), is(true));
  }
}
