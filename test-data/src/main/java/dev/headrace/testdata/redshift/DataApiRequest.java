package dev.headrace.testdata.redshift;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What ExecuteStatement and BatchExecuteStatement ask for, checked as AWS does.
 *
 * <p>Limits: <a href="https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html">Using the
 * Amazon Redshift Data API</a> (100 KB a statement, 40 a batch, sessions of 24 hours) and <a
 * href="https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ExecuteStatement.html">ExecuteStatement</a>.
 */
record DataApiRequest(
    List<String> sqls,
    Map<String, String> parameters,
    @Nullable String sessionId,
    int keepAliveSeconds,
    @Nullable String clientToken,
    JsonNode body) {
  private static final int MOST_SQL_BYTES = 100 << 10;
  private static final int MOST_STATEMENTS = 40;
  private static final int MOST_KEEP_ALIVE_SECONDS = 86_400;
  private static final int MOST_TOKEN_CHARS = 64;
  private static final int MOST_NAME_CHARS = 500;
  private static final List<String> PLACE =
      List.of("Database", "WorkgroupName", "ClusterIdentifier", "DbUser", "SecretArn");

  static DataApiRequest parse(JsonNode body, boolean batch) throws DataApiException {
    List<String> sqls = new ArrayList<>();
    if (batch) {
      body.path("Sqls").forEach(sql -> sqls.add(sql.asText()));
    } else if (body.hasNonNull("Sql")) {
      sqls.add(body.get("Sql").asText());
    }
    checkSqls(sqls, batch);
    checkLength(body, "ClientToken", 1, MOST_TOKEN_CHARS);
    checkLength(body, "StatementName", 0, MOST_NAME_CHARS);
    int keepAlive = body.path("SessionKeepAliveSeconds").asInt(0);
    check(
        keepAlive >= 0 && keepAlive <= MOST_KEEP_ALIVE_SECONDS,
        "SessionKeepAliveSeconds must be 0 to "
            + MOST_KEEP_ALIVE_SECONDS
            + ", but is "
            + keepAlive);
    checkPlace(body);
    return new DataApiRequest(
        sqls,
        parameters(body, batch),
        text(body, "SessionId"),
        keepAlive,
        text(body, "ClientToken"),
        body);
  }

  private static void checkSqls(List<String> sqls, boolean batch) throws DataApiException {
    check(!sqls.isEmpty(), (batch ? "Sqls" : "Sql") + " must not be null or empty");
    check(
        sqls.size() <= MOST_STATEMENTS,
        "Sqls must have at most " + MOST_STATEMENTS + " members, but has " + sqls.size());
    for (String sql : sqls) {
      check(!sql.isBlank(), "Sql must not be empty");
      int bytes = sql.getBytes(StandardCharsets.UTF_8).length;
      check(
          bytes <= MOST_SQL_BYTES,
          "Sql must have at most " + MOST_SQL_BYTES + " bytes, but has " + bytes);
    }
  }

  private static void checkPlace(JsonNode body) throws DataApiException {
    if (body.hasNonNull("SessionId")) {
      for (String field : PLACE) {
        check(!body.hasNonNull(field), field + " must not be given together with SessionId");
      }
      return;
    }
    check(body.hasNonNull("Database"), "Database must be given");
    boolean workgroup = body.hasNonNull("WorkgroupName");
    check(
        workgroup != body.hasNonNull("ClusterIdentifier"),
        "Either WorkgroupName or ClusterIdentifier must be given");
    check(
        workgroup || body.hasNonNull("DbUser") || body.hasNonNull("SecretArn"),
        "DbUser or SecretArn must be given with ClusterIdentifier");
    check(
        !body.hasNonNull("DbUser") || !body.hasNonNull("SecretArn"),
        "DbUser and SecretArn must not be given together");
  }

  private static Map<String, String> parameters(JsonNode body, boolean batch)
      throws DataApiException {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (!body.hasNonNull("Parameters")) {
      return parameters;
    }
    check(!batch, "Parameters are supported by ExecuteStatement only");
    check(!body.get("Parameters").isEmpty(), "Parameters must have at least 1 member");
    for (JsonNode parameter : body.get("Parameters")) {
      String name = parameter.path("name").asText("");
      check(name.matches("[0-9a-zA-Z_]+"), "Parameter names must match [0-9a-zA-Z_]+: " + name);
      check(
          parameter.hasNonNull("value") && !parameter.get("value").asText().isEmpty(),
          "The value of parameter " + name + " must have a length of at least 1");
      check(
          parameters.put(name, parameter.get("value").asText()) == null,
          "Parameter " + name + " is given twice");
    }
    return parameters;
  }

  private static void checkLength(JsonNode body, String field, int least, int most)
      throws DataApiException {
    if (body.hasNonNull(field)) {
      int length = body.get(field).asText().length();
      check(
          length >= least && length <= most,
          "%s must have %d to %d characters, but has %d".formatted(field, least, most, length));
    }
  }

  static @Nullable String text(JsonNode body, String field) {
    return body.hasNonNull(field) ? body.get(field).asText() : null;
  }

  static void check(boolean valid, String message) throws DataApiException {
    if (!valid) {
      throw DataApiException.validation(message);
    }
  }
}
