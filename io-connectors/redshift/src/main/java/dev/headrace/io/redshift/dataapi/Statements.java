package dev.headrace.io.redshift.dataapi;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import dev.headrace.io.redshift.session.AwsIdentity;
import dev.headrace.io.redshift.session.SqlRow;
import dev.headrace.io.redshift.sql.Literals;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.redshiftdata.model.ActiveSessionsExceededException;
import software.amazon.awssdk.services.redshiftdata.model.ActiveStatementsExceededException;
import software.amazon.awssdk.services.redshiftdata.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.redshiftdata.model.DescribeStatementResponse;
import software.amazon.awssdk.services.redshiftdata.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.redshiftdata.model.Field;
import software.amazon.awssdk.services.redshiftdata.model.RedshiftDataException;
import software.amazon.awssdk.services.redshiftdata.model.ValidationException;

/** Calls of one session of the Data API, each waited for. The first one opens the session. */
final class Statements implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Statements.class);

  // It counts from the end of a statement, so that only the pauses between two have to be shorter:
  // https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ExecuteStatement.html
  private static final int KEEP_ALIVE_SECONDS = 1_800;
  private static final int MAX_CALLS = 8;

  // The Data API has no call for it. A user may end the sessions that are its own:
  // https://docs.aws.amazon.com/redshift/latest/dg/PG_TERMINATE_BACKEND.html
  private static final String END = "SELECT pg_terminate_backend(pg_backend_pid())";

  private final RedshiftDataClient client;
  private final RedshiftDataApi address;
  private final Polling polling;
  private final RetryPolicy<Object> retryThrottled;
  private @Nullable String session;

  Statements(RedshiftDataClient client, RedshiftDataApi address) {
    this.client = client;
    this.address = address;
    Duration first = address.firstPoll();
    this.polling = new Polling(client, first);
    this.retryThrottled =
        RetryPolicy.builder()
            .handleIf(Statements::isThrottled)
            .withMaxAttempts(MAX_CALLS)
            .withBackoff(first, first.multipliedBy(20))
            .withJitter(0.5)
            .build();
  }

  private static boolean isThrottled(Throwable failure) {
    return failure instanceof ActiveSessionsExceededException
        || failure instanceof ActiveStatementsExceededException
        || (failure instanceof RedshiftDataException service && service.isThrottlingException());
  }

  /** Runs one statement to its end. */
  DescribeStatementResponse run(Sql sql) throws SQLException {
    return polling.await(submit(sql));
  }

  private String submit(Sql sql) throws SQLException {
    Bound bound = Bound.of(sql);
    ExecuteStatementRequest.Builder request =
        ExecuteStatementRequest.builder()
            .sql(Limits.requireStatement(bound.text()))
            .clientToken(UUID.randomUUID().toString());
    if (!bound.parameters().isEmpty()) {
      request.parameters(bound.parameters());
    }
    String open = session;
    if (open == null) {
      request
          .workgroupName(address.workgroup())
          .clusterIdentifier(address.cluster())
          .dbUser(address.dbUser())
          .secretArn(address.secretArn())
          .database(address.database())
          .sessionKeepAliveSeconds(KEEP_ALIVE_SECONDS);
    } else {
      request.sessionId(open);
    }
    ExecuteStatementRequest built = request.build();
    var response = call(() -> client.executeStatement(built));
    session = response.sessionId();
    return response.id();
  }

  /** Begins a transaction of statements and gives its id. */
  String begin(List<Sql> statements) throws SQLException {
    List<String> texts = Limits.requireBatch(statements.stream().map(Literals::inline).toList());
    // Another token for every attempt: the same would give the answer of one that failed.
    BatchExecuteStatementRequest request =
        BatchExecuteStatementRequest.builder()
            .sqls(texts)
            .sessionId(session)
            .clientToken(UUID.randomUUID().toString())
            .build();
    return call(() -> client.batchExecuteStatement(request)).id();
  }

  DescribeStatementResponse await(String statement) throws SQLException {
    return polling.await(statement);
  }

  List<SqlRow> rows(DescribeStatementResponse done) throws SQLException {
    if (!Boolean.TRUE.equals(done.hasResultSet())) {
      return List.of();
    }
    List<SqlRow> rows = new ArrayList<>();
    return call(
        () -> {
          rows.clear();
          client.getStatementResultPaginator(r -> r.id(done.id())).stream()
              .flatMap(page -> page.records().stream())
              .map(Statements::row)
              .forEach(rows::add);
          return rows;
        });
  }

  private static SqlRow row(List<Field> fields) {
    @Nullable String[] values = new String[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = text(fields.get(i));
    }
    return new SqlRow(Arrays.asList(values));
  }

  private static @Nullable String text(Field field) {
    return switch (field.type()) {
      case STRING_VALUE -> field.stringValue();
      case LONG_VALUE -> String.valueOf(field.longValue());
      case DOUBLE_VALUE -> String.valueOf(field.doubleValue());
      case BOOLEAN_VALUE -> String.valueOf(field.booleanValue());
      case BLOB_VALUE -> throw new IllegalStateException("Binary values are not read");
      case IS_NULL, UNKNOWN_TO_SDK_VERSION -> null;
    };
  }

  private <T> T call(CheckedSupplier<T> call) throws SQLException {
    try {
      return Failsafe.with(retryThrottled).get(call);
    } catch (ValidationException e) {
      String message = String.valueOf(e.getMessage());
      boolean lost = session != null && message.contains("ession");
      throw DataApiException.of(lost ? DataApiException.LOST : "42000", message, e);
    } catch (SdkException e) {
      String state = session == null ? DataApiException.NOT_OPENED : DataApiException.LOST;
      throw DataApiException.of(
          state, "The Data API did not answer: " + AwsIdentity.told(e), AwsIdentity.cause(e));
    }
  }

  /** Ends the session too, which with its temporary tables would else be kept for a while. */
  @Override
  public void close() {
    try (client) {
      end();
    }
  }

  /** Best effort, and not waited for: what the session was for is done, or has failed already. */
  private void end() {
    String open = session;
    if (open == null) {
      return;
    }
    session = null;
    try {
      client.executeStatement(r -> r.sessionId(open).sql(END));
    } catch (SdkException e) {
      LOG.debug("The session {} is left to its keep-alive", open, e);
    }
  }
}
