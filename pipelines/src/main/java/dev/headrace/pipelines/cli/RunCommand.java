package dev.headrace.pipelines.cli;

import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.run.RunReport;
import dev.headrace.pipelines.run.RunSettings;
import dev.headrace.pipelines.run.WholeRun;
import dev.headrace.transforms.secrets.Secrets;
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
    span.require(spec.commandLine());
    glue.require(spec.commandLine());
    PipelineDefinition definition = api.define(choice.provider(spec.commandLine()));
    PipelineOptions options = choice.options();
    RunSettings settings = settings(definition);
    requireSecrets(definition, settings, options);
    Progress progress = new Progress(spec.commandLine().getErr());
    progress.begin(settings.runId());
    RunReport report = new WholeRun(definition, settings, options, progress).execute();
    ReportPrinter.print(report, spec.commandLine().getOut());
    return ExitCode.OK;
  }

  private RunSettings settings(PipelineDefinition definition) {
    RunSettings.Builder settings = RunSettings.builder();
    span.into(settings);
    api.into(settings);
    buckets.into(settings);
    glue.into(settings);
    warehouse.into(settings);
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
