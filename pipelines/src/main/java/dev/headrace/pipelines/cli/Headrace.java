package dev.headrace.pipelines.cli;

import java.io.PrintWriter;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The {@code headrace} command. */
@Command(
    name = "headrace",
    description = "Brings the data of HTTP APIs into an AWS warehouse.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {RunCommand.class, CompactCommand.class, ValidateCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; run it again with the same --run-id to go on",
      "2:an option, or something that it names, is wrong; nothing was begun"
    })
public final class Headrace implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Headrace.class);

  @Spec private CommandSpec spec;

  /** A command that a runner adds, named in a service file. */
  public interface Subcommand {}

  private Headrace() {}

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(execute(new CommandLine(new Headrace()).getErr(), args));
  }

  /**
   * Runs the command line; a class path that does not hold together is told in a sentence.
   *
   * @param err what is wrong is told here
   * @return the exit code
   */
  public static int execute(PrintWriter err, String... args) {
    try {
      return commandLine().setErr(err).execute(args);
    } catch (ServiceConfigurationError e) {
      LOG.debug("The class path is wrong", e);
      err.println(
          "headrace: A file in META-INF/services on the class path (HEADRACE_CLASSPATH) is wrong: "
              + e.getMessage());
      return ExitCode.USAGE;
    } catch (LinkageError e) {
      LOG.debug("The class path is wrong", e);
      err.println("headrace: The class path (HEADRACE_CLASSPATH) does not fit together: " + e);
      return ExitCode.USAGE;
    }
  }

  /** The command line with all that is on the class path. */
  public static CommandLine commandLine() {
    CommandLine headrace = new CommandLine(new Headrace());
    headrace.addSubcommand(SubmitCommand.commandLine());
    ServiceLoader.load(Subcommand.class).forEach(headrace::addSubcommand);
    headrace.setExecutionStrategy(Headrace::executeKnown);
    headrace.setExecutionExceptionHandler(new Complaints());
    headrace.setParameterExceptionHandler(new WrongOptions());
    headrace.setCaseInsensitiveEnumValuesAllowed(true);
    headrace.setUsageHelpWidth(100);
    return headrace;
  }

  /** Help that is asked for lets anything pass as a command. */
  private static int executeKnown(ParseResult parsed) {
    if (!parsed.unmatched().isEmpty()) {
      throw new ParameterException(
          parsed.commandSpec().commandLine(), WrongOptions.noCommand(parsed.unmatched().get(0)));
    }
    return new RunLast().execute(parsed);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing");
  }
}
