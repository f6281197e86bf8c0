package dev.headrace.pipelines.run;

import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What a runner wants set before its pipelines are run. Named in {@code
 * META-INF/services/dev.headrace.pipelines.run.RunnerSetup} by the module of the runner.
 */
public interface RunnerSetup {

  /** Sets what is right for the runner, if the options choose it. */
  void prepare(PipelineOptions options);
}
