package dev.headrace.runners.direct;

import dev.headrace.pipelines.run.RunnerSetup;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;

/** Lets a pipeline run in the background, so that its progress can be told. */
public final class DirectSetup implements RunnerSetup {
  @Override
  public void prepare(PipelineOptions options) {
    if (runsHere(options)) {
      options.as(DirectOptions.class).setBlockOnRun(false);
    }
  }

  @Override
  public boolean runsHere(PipelineOptions options) {
    return options.getRunner() == DirectRunner.class;
  }
}
