package dev.headrace.io.redshift.dataapi;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * What the Data API takes in one call, checked before it is made
 * (https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html and
 * https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_BatchExecuteStatement.html).
 */
final class Limits {
  static final int MAX_STATEMENTS = 40;
  static final int MAX_BYTES = 100 * 1024;

  private Limits() {}

  /** A batch is a transaction, so that it cannot be split. */
  static List<String> requireBatch(List<String> statements) {
    checkArgument(
        !statements.isEmpty() && statements.size() <= MAX_STATEMENTS,
        "A batch of the Data API has 1 to %s statements, but this has %s",
        MAX_STATEMENTS,
        statements.size());
    statements.forEach(Limits::requireStatement);
    return statements;
  }

  static String requireStatement(String statement) {
    int bytes = statement.getBytes(UTF_8).length;
    checkArgument(
        bytes <= MAX_BYTES,
        "A statement of the Data API has at most %s bytes, but this has %s: %s…",
        MAX_BYTES,
        bytes,
        statement.substring(0, Math.min(80, statement.length())));
    return statement;
  }
}
