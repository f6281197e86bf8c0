package dev.headrace.pipelines.cli;

import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code headrace} command. */
@Command(
    name = "headrace",
    description = "Brings the data of HTTP APIs into an AWS warehouse.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = RunCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; run it again with the same --run-id to go on",
      "2:an option is wrong"
    })
public final class Headrace implements Runnable {
  @Spec private CommandSpec spec;

  /** A command that a runner adds, named in a service file. */
  public interface Subcommand {}

  private Headrace() {}

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with all that is on the class path. */
  public static CommandLine commandLine() {
    CommandLine headrace = new CommandLine(new Headrace());
    ServiceLoader.load(Subcommand.class).forEach(headrace::addSubcommand);
    headrace.setExecutionExceptionHandler(new Complaints());
    headrace.setParameterExceptionHandler(new WrongOptions());
    headrace.setCaseInsensitiveEnumValuesAllowed(true);
    headrace.setUsageHelpWidth(100);
    return headrace;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing");
  }
}
