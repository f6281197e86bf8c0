package dev.headrace.pipelines.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Options of Beam as they stand on the command line of {@code headrace run}.
 *
 * @param list as they were given, each of them {@code --name=value}, or {@code --name} for true
 */
public record BeamArguments(List<String> list) {
  /** What they stand behind. */
  public static final String SEPARATOR = "--";

  private static final Set<String> CONFIDENTIAL =
      Set.of("awsCredentialsProvider", "proxyConfiguration");

  /** Options in the order in which they were given. */
  public BeamArguments {
    list = List.copyOf(list);
  }

  /** Those after the separator; none without it. */
  public static BeamArguments of(List<String> arguments) {
    int separator = arguments.indexOf(SEPARATOR);
    return new BeamArguments(
        separator < 0 ? List.of() : arguments.subList(separator + 1, arguments.size()));
  }

  /** The arguments before the separator. */
  public static List<String> before(List<String> arguments) {
    int separator = arguments.indexOf(SEPARATOR);
    return separator < 0 ? arguments : arguments.subList(0, separator);
  }

  /** The names of those that are given. */
  public Set<String> names() {
    return list.stream().map(BeamArguments::nameOf).collect(Collectors.toUnmodifiableSet());
  }

  /** The values that one of them is given, in order. */
  public List<String> values(String name) {
    return list.stream()
        .filter(argument -> nameOf(argument).equals(name))
        .map(BeamArguments::valueOf)
        .toList();
  }

  /** All but those with one of these names. */
  public BeamArguments without(Set<String> names) {
    return new BeamArguments(
        list.stream().filter(argument -> !names.contains(nameOf(argument))).toList());
  }

  /**
   * Parses them.
   *
   * @throws IllegalArgumentException if one is wrong, without its value where that may be a secret
   */
  PipelineOptions parse() {
    list.stream().filter(BeamArguments::isConfidential).forEach(BeamArguments::requireValid);
    return PipelineOptionsFactory.fromArgs(list.toArray(String[]::new)).create();
  }

  private static String nameOf(String argument) {
    int end = argument.indexOf('=');
    return (end < 0 ? argument : argument.substring(0, end)).replaceFirst("^--", "");
  }

  private static String valueOf(String argument) {
    int end = argument.indexOf('=');
    return end < 0 ? "true" : argument.substring(end + 1);
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
