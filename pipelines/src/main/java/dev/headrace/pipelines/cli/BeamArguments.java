package dev.headrace.pipelines.cli;

import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Options of Beam as they stand on the command line. */
final class BeamArguments {
  private static final Set<String> CONFIDENTIAL =
      Set.of("awsCredentialsProvider", "proxyConfiguration");

  private BeamArguments() {}

  /**
   * Parses them.
   *
   * @throws IllegalArgumentException if one is wrong, without its value where that may be a secret
   */
  static PipelineOptions parse(List<String> arguments) {
    arguments.stream().filter(BeamArguments::isConfidential).forEach(BeamArguments::requireValid);
    return PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).create();
  }

  static String nameOf(String argument) {
    int end = argument.indexOf('=');
    return (end < 0 ? argument : argument.substring(0, end)).replaceFirst("^--", "");
  }

  private static boolean isConfidential(String argument) {
    return CONFIDENTIAL.contains(nameOf(argument)) || argument.contains("={");
  }

  /** What Beam and Jackson say of it repeats the value. */
  private static void requireValid(String argument) {
    try {
      PipelineOptionsFactory.fromArgs(argument).create();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "--"
              + nameOf(argument)
              + " must be an option of Beam with the JSON that it takes, such as"
              + " --proxyConfiguration={\"endpoint\":\"http://host:3128\"}, but is not; its value is"
              + " not repeated here");
    }
  }
}
