package dev.headrace.io.redshift.load;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statements of a user's own in the transaction of a load, which must not end it. */
final class Actions {
  private static final Pattern KEYWORD = Pattern.compile("\\s*([A-Za-z]+)\\b");

  // TRUNCATE commits (https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNCATE.html), and so can
  // a procedure
  // (https://docs.aws.amazon.com/redshift/latest/dg/stored-procedure-transaction-management.html).
  private static final Set<String> ENDING =
      Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "TRUNCATE", "CALL");

  private Actions() {}

  /**
   * The statements as they are.
   *
   * @throws IllegalArgumentException if one is not a single statement, or would end the transaction
   */
  static List<String> checked(String... statements) {
    for (String statement : statements) {
      requireOne(statement);
      requireNoEnd(statement);
    }
    return ImmutableList.copyOf(statements);
  }

  private static void requireOne(String statement) {
    checkArgument(
        statement.indexOf(';') < 0,
        "An action is one statement without a semicolon, also in its texts (CHR(59) is one): %s",
        statement);
  }

  private static void requireNoEnd(String statement) {
    Matcher keyword = KEYWORD.matcher(statement);
    checkArgument(keyword.lookingAt(), "An action must begin with its keyword: %s", statement);
    String word = keyword.group(1).toUpperCase(Locale.ROOT);
    checkArgument(
        !ENDING.contains(word),
        "%s ends or can end the transaction of the load, so that it would not be applied once: %s",
        word,
        statement);
  }
}
