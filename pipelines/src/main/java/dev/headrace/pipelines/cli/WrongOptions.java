package dev.headrace.pipelines.cli;

import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Says which option is wrong and what there is instead. */
final class WrongOptions implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    CommandSpec spec = command.getCommandSpec();
    PrintWriter err = command.getErr();
    err.println("headrace: " + failure.getMessage());
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
}
