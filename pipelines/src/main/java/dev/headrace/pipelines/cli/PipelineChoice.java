package dev.headrace.pipelines.cli;

import dev.headrace.pipelines.run.DefinitionProvider;
import dev.headrace.pipelines.run.RunnerSetup;
import dev.headrace.pipelines.yaml.YamlPipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Which pipeline it is about, and with which options of Beam it runs. */
final class PipelineChoice {
  @Parameters(
      index = "0",
      paramLabel = "PIPELINE",
      completionCandidates = PipelineNames.class,
      description = "The pipeline: ${COMPLETION-CANDIDATES}, or a file such as orders.yaml.")
  private String pipeline = "";

  @Parameters(
      index = "1..*",
      paramLabel = "BEAM-OPTION",
      hideParamSyntax = true,
      description = "Options of Beam, after --.")
  private List<String> beamOptions = new ArrayList<>();

  /** The pipeline of that name, or in that file. */
  DefinitionProvider provider(CommandLine command) {
    if (YamlPipeline.isFile(pipeline)) {
      return YamlPipeline.load(Path.of(pipeline));
    }
    return ServiceLoader.load(DefinitionProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(known -> known.name().equals(pipeline))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    command,
                    "There is no pipeline \"%s\"; there are %s, and files that end in .yaml"
                        .formatted(pipeline, String.join(", ", new PipelineNames()))));
  }

  /** The options of Beam, as the runners that are there want them. */
  PipelineOptions options() {
    PipelineOptions options = new BeamArguments(beamOptions).parse();
    setups().forEach(setup -> setup.prepare(options));
    return options;
  }

  /** Checks the options, and gives them, but for those with one of these names. */
  PipelineOptions requireOptions(Set<String> elsewhere) {
    return new BeamArguments(beamOptions).without(elsewhere).parse();
  }

  /** Whether the pipelines run in this JVM. */
  boolean runsHere(PipelineOptions options) {
    return setups().anyMatch(setup -> setup.runsHere(options));
  }

  private static Stream<RunnerSetup> setups() {
    return ServiceLoader.load(RunnerSetup.class).stream().map(ServiceLoader.Provider::get);
  }
}
