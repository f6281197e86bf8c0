package dev.headrace.pipelines.cli;

import java.io.PrintWriter;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says which option is wrong and what there is instead. */
final class WrongOptions implements IParameterExceptionHandler {
  private static final Pattern VALUE =
      Pattern.compile("^Invalid value for option '(--[a-z-]+)'(?: \\([^)]*\\))?: must ");

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    CommandSpec spec = command.getCommandSpec();
    PrintWriter err = command.getErr();
    err.println("headrace: " + told(failure));
    if (!command.getSubcommands().isEmpty()) {
      err.println("Commands: " + String.join(", ", command.getSubcommands().keySet()));
    }
    err.println(
        "Options: "
            + spec.options().stream()
                .map(OptionSpec::longestName)
                .collect(Collectors.joining(", ")));
    err.println("Try '" + spec.qualifiedName() + " --help'");
    err.flush();
    return ExitCode.USAGE;
  }

  private static String told(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    if (failure instanceof UnmatchedArgumentException unmatched
        && !command.getSubcommands().isEmpty()
        && !unmatched.isUnknownOption()) {
      return noCommand(unmatched.getUnmatched().get(0));
    }
    return VALUE.matcher(String.valueOf(failure.getMessage())).replaceFirst("$1 must ");
  }

  static String noCommand(String name) {
    return "There is no command \"" + name + "\"";
  }
}
