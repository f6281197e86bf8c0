package dev.headrace.pipelines.cli;

import com.google.common.base.CaseFormat;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/**
 * Calls settings in messages by the options that they were given by: "maxAttempts must be at least
 * 1" is to a user "--max-attempts must be at least 1".
 */
final class OptionNames {
  private static final String MUST = " must ";

  private static final Map<String, String> OF_OTHER_NAME =
      Map.ofEntries(
          Map.entry("maxInFlight", "in-flight"),
          Map.entry("The API's base URL", "api-url"),
          Map.entry("The IAM role", "copy-role"),
          Map.entry("The name of a database", "glue-database"),
          Map.entry("The name of a table", "glue-table"),
          Map.entry("The staging location", "staging"),
          Map.entry("The warehouse's URL", "warehouse-url"),
          Map.entry("The warehouse's password", "warehouse-password"),
          Map.entry("The Data API's region", "warehouse-region"),
          Map.entry("The Data API's endpoint", "warehouse-endpoint"),
          Map.entry("The warehouse's secret", "warehouse-secret"),
          Map.entry("The secret", "warehouse-secret"),
          Map.entry("files", "more-than"),
          Map.entry("bytes", "smaller-than"));

  private OptionNames() {}

  /** The message, which is left as it is where it is not about an option that was given. */
  static String toldIn(String message, ParseResult parsed) {
    int end = message.indexOf(MUST);
    if (end < 0) {
      return message;
    }
    String setting = message.substring(0, end);
    String option = "--" + OF_OTHER_NAME.getOrDefault(setting, hyphenated(setting));
    if (!isGiven(option, parsed)) {
      return message;
    }
    String rest = message.substring(end);
    return option
        + (isGiven("--end", parsed)
            ? rest.replace("must be before end,", "must be before --end,")
            : rest);
  }

  private static String hyphenated(String setting) {
    return CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_HYPHEN, setting);
  }

  private static boolean isGiven(String option, ParseResult parsed) {
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    return command.hasMatchedOption(option);
  }
}
