package dev.headrace.pipelines.cli;

import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Runs a pipeline somewhere else. Each place is a command of its own, of which the options come
 * before the pipeline: from the pipeline on, everything is for {@code headrace run} there.
 */
@Command(
    name = "submit",
    description = {
      "Runs a pipeline somewhere else, follows it there, and ends as it ends.",
      "Options of the place come before the pipeline. All from the pipeline on is what headrace run"
          + " takes, and is checked here before anything is submitted."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "PLACE")
public final class SubmitCommand implements Runnable {
  @Spec private CommandSpec spec;

  /**
   * A command that submits to one place. Named in {@code
   * META-INF/services/dev.headrace.pipelines.cli.SubmitCommand$Place} by the module that knows the
   * place; {@link RunArguments} are its parameters.
   */
  public interface Place {}

  private SubmitCommand() {}

  /** The command with all places on the class path. */
  static CommandLine commandLine() {
    CommandLine submit = new CommandLine(new SubmitCommand());
    ServiceLoader.load(Place.class).forEach(submit::addSubcommand);
    submit.getSubcommands().values().forEach(place -> place.setStopAtPositional(true));
    return submit;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A place is missing");
  }
}
