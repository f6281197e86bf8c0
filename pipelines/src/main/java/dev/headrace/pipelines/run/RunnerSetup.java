package dev.headrace.pipelines.run;

import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What a runner wants set before its pipelines are run. Named in {@code
 * META-INF/services/dev.headrace.pipelines.run.RunnerSetup} by the module of the runner.
 */
public interface RunnerSetup {

  /** Sets what is right for the runner, if the options choose it. */
  void prepare(PipelineOptions options);

  /**
   * Whether the pipelines run in this JVM, if the options choose the runner: what is wrong with its
   * environment is then wrong for them too, and told before they start. Default is that they do
   * not.
   */
  default boolean runsHere(PipelineOptions options) {
    return false;
  }
}
