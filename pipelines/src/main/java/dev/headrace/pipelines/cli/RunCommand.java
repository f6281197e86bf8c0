package dev.headrace.pipelines.cli;

import dev.headrace.pipelines.run.DefinitionProvider;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.run.RunReport;
import dev.headrace.pipelines.run.RunSettings;
import dev.headrace.pipelines.run.WholeRun;
import dev.headrace.pipelines.yaml.YamlPipeline;
import dev.headrace.transforms.secrets.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a pipeline from the API to the warehouse. */
@Command(
    name = "run",
    description = {
      "Runs a pipeline: ingest, reprocess, publish if asked for, load. A run that was stopped goes"
          + " on where it was when it is started again with the same options; one that is done"
          + " changes nothing.",
      "Options of Beam and of its runner follow after --, such as -- --awsRegion=eu-west-1"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PipelineChoice choice = new PipelineChoice();
  @Mixin private SpanOptions span = new SpanOptions();
  @Mixin private ApiOptions api = new ApiOptions();
  @Mixin private BucketOptions buckets = new BucketOptions();
  @Mixin private GlueOptions glue = new GlueOptions();
  @Mixin private WarehouseOptions warehouse = new WarehouseOptions();
  @Mixin private LimitOptions limits = new LimitOptions();

  @Override
  public Integer call() throws Exception {
    PipelineDefinition definition = definition();
    RunSettings settings = settings(definition);
    WholeRun.requireAllowed(definition, settings); // a runner may start something for its options
    PipelineOptions options = choice.options();
    requireSecrets(definition, settings, options);
    Progress progress = new Progress(spec.commandLine().getErr());
    progress.begin(settings.runId());
    RunReport report = new WholeRun(definition, settings, options, progress).execute();
    ReportPrinter.print(report, spec.commandLine().getOut());
    return ExitCode.OK;
  }

  /**
   * Checks what is to be run somewhere else.
   *
   * @param beamOptions names of the options of Beam that are known only there
   * @return the run as it was checked
   */
  PlannedRun requireAllowed(Set<String> beamOptions) {
    DefinitionProvider provider = provider();
    PipelineDefinition definition = api.define(provider);
    PipelineOptions options = choice.requireOptions(beamOptions);
    RunSettings settings = settings(definition);
    WholeRun.requireAllowed(definition, settings);
    List<Path> files = provider instanceof YamlPipeline yaml ? yaml.files() : List.of();
    return new PlannedRun(provider.name(), definition, settings, options, files);
  }

  private PipelineDefinition definition() {
    return api.define(provider());
  }

  private DefinitionProvider provider() {
    span.require(spec.commandLine());
    glue.require(spec.commandLine());
    return choice.provider(spec.commandLine());
  }

  private RunSettings settings(PipelineDefinition definition) {
    RunSettings.Builder settings = RunSettings.builder();
    span.into(settings);
    api.into(settings);
    buckets.into(settings);
    glue.into(settings);
    warehouse.into(settings, buckets.transformed());
    limits.into(settings, definition.budget());
    return settings.build();
  }

  /** The warehouse is asked from here in any case, the API from where the pipelines run. */
  private void requireSecrets(
      PipelineDefinition definition, RunSettings settings, PipelineOptions options) {
    Secrets.requireHere(settings.warehouse().secrets());
    if (choice.runsHere(options)) {
      Secrets.requireHere(definition.auth().secrets());
    }
  }
}
