package dev.headrace.runners.glue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Set;

/**
 * The options of Beam among the arguments of {@code headrace run}.
 *
 * @param list as they were given, each of them {@code --name=value}, or {@code --name} for true
 */
record BeamArguments(ImmutableList<String> list) {
  static final String SEPARATOR = "--";

  /** Those after the separator; none without it. */
  static BeamArguments of(List<String> arguments) {
    int separator = arguments.indexOf(SEPARATOR);
    return new BeamArguments(
        separator < 0
            ? ImmutableList.of()
            : ImmutableList.copyOf(arguments.subList(separator + 1, arguments.size())));
  }

  /** The arguments before the separator. */
  static List<String> before(List<String> arguments) {
    int separator = arguments.indexOf(SEPARATOR);
    return separator < 0 ? arguments : arguments.subList(0, separator);
  }

  /** The names of those that are given. */
  ImmutableSet<String> names() {
    return list.stream().map(BeamArguments::nameOf).collect(ImmutableSet.toImmutableSet());
  }

  /** The values that one of them is given, in order. */
  ImmutableList<String> values(String name) {
    return list.stream()
        .filter(argument -> nameOf(argument).equals(name))
        .map(BeamArguments::valueOf)
        .collect(ImmutableList.toImmutableList());
  }

  /** All but those with one of these names. */
  BeamArguments without(Set<String> names) {
    return new BeamArguments(
        list.stream()
            .filter(argument -> !names.contains(nameOf(argument)))
            .collect(ImmutableList.toImmutableList()));
  }

  private static String nameOf(String argument) {
    int end = argument.indexOf('=');
    return (end < 0 ? argument : argument.substring(0, end)).replaceFirst("^--", "");
  }

  private static String valueOf(String argument) {
    int end = argument.indexOf('=');
    return end < 0 ? "true" : argument.substring(end + 1);
  }
}
