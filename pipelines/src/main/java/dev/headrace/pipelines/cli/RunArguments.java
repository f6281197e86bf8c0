package dev.headrace.pipelines.cli;

import dev.headrace.pipelines.yaml.YamlPipeline;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** The arguments of {@code headrace run} that a place is to be given as they are; a mixin. */
public final class RunArguments {
  @Parameters(
      arity = "1..*",
      paramLabel = "PIPELINE OPTION",
      hideParamSyntax = true,
      description =
          "The pipeline and its options, as headrace run takes them, with options of Beam after --.")
  private List<String> arguments = new ArrayList<>();

  /** All of them, in order. */
  public List<String> list() {
    return List.copyOf(arguments);
  }

  /** The file that the pipeline is in, if it is not known by its name. */
  public Optional<Path> file() {
    String pipeline = arguments.get(0);
    return YamlPipeline.isFile(pipeline) ? Optional.of(Path.of(pipeline)) : Optional.empty();
  }

  /**
   * Checks them as {@code headrace run} does before it asks anything outside. Pipelines are looked
   * for with the thread's context class loader.
   *
   * @param command of the place
   * @param beamOptions names of the options of Beam that only the place knows, such as {@code
   *     storageLevel}; their values are not looked at
   * @return the run as it was checked
   * @throws ParameterException if the command line is wrong
   * @throws IllegalArgumentException if what it says is not allowed
   */
  public PlannedRun require(CommandLine command, Set<String> beamOptions) {
    ParseResult parsed = parse(command.getErr());
    if (parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()) {
      throw new ParameterException(
          command, "--help and --version come before the pipeline; see headrace run --help too");
    }
    try {
      return ((RunCommand) parsed.commandSpec().userObject()).requireAllowed(beamOptions);
    } catch (IllegalArgumentException e) {
      String message = OptionNames.toldIn(String.valueOf(e.getMessage()), parsed);
      throw new IllegalArgumentException(message, e.getCause());
    }
  }

  private ParseResult parse(PrintWriter err) {
    CommandLine headrace = Headrace.commandLine().setErr(err);
    String[] run = Stream.concat(Stream.of("run"), arguments.stream()).toArray(String[]::new);
    return headrace.parseArgs(run).subcommand();
  }
}
