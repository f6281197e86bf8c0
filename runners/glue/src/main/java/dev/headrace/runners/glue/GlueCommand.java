package dev.headrace.runners.glue;

import com.google.common.collect.ImmutableList;
import dev.headrace.pipelines.cli.BeamArguments;
import dev.headrace.pipelines.cli.PlannedRun;
import dev.headrace.pipelines.cli.RunArguments;
import dev.headrace.pipelines.cli.SubmitCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a pipeline as a job of AWS Glue. */
@Command(
    name = "glue",
    description = {
      "Runs a pipeline as a job of AWS Glue 5.1: uploads the job jar, creates or updates the job,"
          + " starts a run, follows it, and ends as it ends. Ctrl-C stops the run.",
      "A run with the same --run-id that is under way is followed, and not started again."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed, timed out, or stopped by another; submit it again with the same --run-id to go on",
      "2:an option, or something that it names, is wrong; nothing was uploaded",
      "130:stopped by Ctrl-C, on Glue too"
    })
public final class GlueCommand implements Callable<Integer>, SubmitCommand.Place {
  @Spec private CommandSpec spec;
  @Mixin private JobOptions job = new JobOptions();
  @Mixin private CodeOptions code = new CodeOptions();
  @Mixin private StartOptions start = new StartOptions();
  @Mixin private RunArguments run = new RunArguments();

  @Override
  public Integer call() throws IOException {
    PlannedRun planned = run.require(spec.commandLine(), JobBeamOption.names());
    OnGlue.require(planned, BeamArguments.of(run.list()));
    code.require();
    start.require();
    JobDefinition.Builder definition = job.definition(planned.pipeline());
    // Whether all the rest is right is to be known before anything is uploaded.
    JobDefinition unused = definition.script("s3://any").jars(ImmutableList.of()).build();
    ImmutableList<Path> files = RunOnGlue.files(planned);
    Notes notes = new Notes(spec.commandLine().getErr());
    notes.tell("run", planned.settings().runId());
    try (GlueClients aws = GlueClients.open(planned.options().as(AwsOptions.class))) {
      ArtifactStore store = new ArtifactStore(aws.s3(), code.folder(), notes);
      ImmutableList.Builder<String> uploaded = ImmutableList.builder();
      for (Path file : files) {
        uploaded.add(CodeOptions.file(store, file));
      }
      RunParameters parameters =
          new RunParameters(
              planned.key(),
              RunOnGlue.arguments(run.list(), planned, aws.region()),
              uploaded.build());
      JobDefinition defined =
          definition.script(CodeOptions.script(store)).jars(code.jars(store)).build();
      return new Submission(aws, defined, start, notes).run(parameters);
    }
  }
}
