package dev.headrace.pipelines.cli;

import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.run.RunSettings;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A run that was checked here and is to be run somewhere else.
 *
 * @param pipeline the pipeline's name
 * @param definition what it is
 * @param settings what the run is to do; what was left open, such as its end, is decided
 * @param options those of Beam that are known here
 * @param files that the pipeline was read from, its own first, and the contract's as it is named
 *     there; none if it is a class
 */
public record PlannedRun(
    String pipeline,
    PipelineDefinition definition,
    RunSettings settings,
    PipelineOptions options,
    List<Path> files) {

  /** What is done where, the same for every start of the same run: source, resource and run id. */
  public String key() {
    return String.join("/", definition.source(), definition.resource(), settings.runId());
  }
}
