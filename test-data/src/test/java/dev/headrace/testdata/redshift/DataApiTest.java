package dev.headrace.testdata.redshift;

import static dev.headrace.testdata.redshift.StagedParquet.copy;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.redshiftdata.model.ActiveSessionsExceededException;
import software.amazon.awssdk.services.redshiftdata.model.ActiveStatementsExceededException;
import software.amazon.awssdk.services.redshiftdata.model.DescribeStatementResponse;
import software.amazon.awssdk.services.redshiftdata.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.redshiftdata.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.redshiftdata.model.Field;
import software.amazon.awssdk.services.redshiftdata.model.GetStatementResultResponse;
import software.amazon.awssdk.services.redshiftdata.model.RedshiftDataException;
import software.amazon.awssdk.services.redshiftdata.model.ResourceNotFoundException;
import software.amazon.awssdk.services.redshiftdata.model.SqlParameter;
import software.amazon.awssdk.services.redshiftdata.model.StatusString;
import software.amazon.awssdk.services.redshiftdata.model.SubStatementData;
import software.amazon.awssdk.services.redshiftdata.model.ValidationException;

class DataApiTest extends WarehouseTest {
  private static final int QUOTA = 2;
  private static DataApi api;
  private static RedshiftDataClient client;

  @BeforeAll
  static void startApi() {
    api = DataApi.start(redshift, QUOTA, QUOTA);
    client = client(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
  }

  @AfterAll
  static void stopApi() {
    client.close();
    api.close();
  }

  @BeforeEach
  void dropTable() throws SQLException {
    run("DROP TABLE IF EXISTS t");
  }

  private static RedshiftDataClient client(AwsCredentialsProvider credentials) {
    return RedshiftDataClient.builder()
        .endpointOverride(api.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials)
        .build();
  }

  private static ExecuteStatementRequest.Builder statement(String sql) {
    return ExecuteStatementRequest.builder().sql(sql).database("dev").workgroupName("local");
  }

  private static SqlParameter parameter(String name, @Nullable String value) {
    return SqlParameter.builder().name(name).value(value).build();
  }

  private static DescribeStatementResponse await(String id, StatusString... statuses) {
    Patience patience = Patience.with("statement " + id + " as one of " + List.of(statuses));
    while (true) {
      DescribeStatementResponse now = client.describeStatement(r -> r.id(id));
      if (List.of(statuses).contains(now.status())) {
        return now;
      }
      patience.pause();
    }
  }

  private static DescribeStatementResponse end(String id) {
    return await(id, StatusString.FINISHED, StatusString.FAILED, StatusString.ABORTED);
  }

  private static DescribeStatementResponse execute(String sql) {
    return end(client.executeStatement(statement(sql).build()).id());
  }

  private static DescribeStatementResponse batch(String... sqls) {
    return end(
        client
            .batchExecuteStatement(
                r -> r.sqls(sqls).database("dev").clusterIdentifier("c").dbUser("u"))
            .id());
  }

  @Test
  void aQueryWithParametersGivesFieldsOfEveryKind() {
    String submitted =
        client
            .executeStatement(
                statement(
                        "SELECT :id::bigint + 1 AS n, :name::varchar AS s, ':id' AS quoted, true,"
                            + " 1.5::float8, 1.25::decimal(5,2), NULL::int, FROM_HEX('00ff')")
                    .parameters(parameter("id", "7"), parameter("name", "it's é"))
                    .build())
            .id();

    DescribeStatementResponse described = end(submitted);
    assertThat(described.error(), described.status(), is(StatusString.FINISHED));
    assertThat(described.hasResultSet(), is(true));
    assertThat(described.resultRows(), is(1L));
    GetStatementResultResponse result = client.getStatementResult(r -> r.id(submitted));
    List<Field> fields = result.records().get(0);
    assertThat(result.columnMetadata().get(0).name(), is("n"));
    assertThat(fields.get(0).longValue(), is(8L));
    assertThat(fields.get(1).stringValue(), is("it's é"));
    assertThat(fields.get(2).stringValue(), is(":id"));
    assertThat(fields.get(3).booleanValue(), is(true));
    assertThat(fields.get(4).doubleValue(), is(1.5));
    assertThat(fields.get(5).stringValue(), is("1.25"));
    assertThat(fields.get(6).isNull(), is(true));
    assertThat(fields.get(7).blobValue().asByteArray(), is(new byte[] {0, -1}));
  }

  @Test
  void aLongResultComesInPages() {
    String id = execute("SELECT n, repeat('x', 100) FROM generate_series(1, 30000) n").id();

    long rows = 0;
    int pages = 0;
    for (GetStatementResultResponse page : client.getStatementResultPaginator(r -> r.id(id))) {
      assertThat(page.records().get(0).get(0).longValue(), is(rows + 1));
      assertThat(page.totalNumRows(), is(30_000L));
      rows += page.records().size();
      pages++;
    }
    assertThat(rows, is(30_000L));
    assertThat(pages > 1, is(true));
  }

  @Test
  void aBatchIsOneTransactionAndTellsOfEachStatement() throws SQLException {
    String manifest = staged.manifest(staged.file("optional int32 n;", set(1), set(2)));
    run("CREATE TABLE t (n INT)");

    DescribeStatementResponse loaded =
        batch("LOCK t", copy("t", manifest), "UPDATE t SET n = n + 1", "SELECT sum(n) FROM t");
    assertThat(loaded.error(), loaded.status(), is(StatusString.FINISHED));
    List<SubStatementData> parts = loaded.subStatements();
    assertThat(parts.get(2).resultRows(), is(2L));
    assertThat(parts.get(3).hasResultSet(), is(true));
    assertThat(
        client.getStatementResult(r -> r.id(parts.get(3).id())).records().get(0).get(0).longValue(),
        is(5L));

    DescribeStatementResponse failed =
        batch("DELETE FROM t", "INSERT INTO t VALUES ('x')", "SELECT 1");
    assertThat(failed.status(), is(StatusString.FAILED));
    assertThat(failed.error(), containsString("invalid input syntax"));
    assertThat(
        failed.subStatements().stream().map(SubStatementData::statusAsString).toList(),
        is(List.of("FINISHED", "FAILED", "ABORTED")));
    assertThat(rows("SELECT count(*) FROM t"), is(List.of(List.of("2"))));
  }

  @Test
  void aSessionKeepsItsTemporaryTables() {
    ExecuteStatementResponse first =
        client.executeStatement(
            statement("CREATE TEMP TABLE own AS SELECT 5 AS n")
                .sessionKeepAliveSeconds(3600)
                .build());
    end(first.id());

    DescribeStatementResponse second =
        end(
            client
                .executeStatement(r -> r.sql("SELECT n FROM own").sessionId(first.sessionId()))
                .id());

    assertThat(second.error(), second.status(), is(StatusString.FINISHED));
    assertThat(execute("SELECT n FROM own").status(), is(StatusString.FAILED));
    assertThrows(
        ValidationException.class,
        () -> client.executeStatement(r -> r.sql("SELECT 1").sessionId("other")));
    end(client.executeStatement(statement("SELECT 1").sessionKeepAliveSeconds(3600).build()).id());
    assertThrows(
        ActiveSessionsExceededException.class,
        () -> client.executeStatement(statement("SELECT 1").sessionKeepAliveSeconds(3600).build()));
  }

  @Test
  void theSameTokenIsTheSameStatement() {
    ExecuteStatementRequest request = statement("SELECT 1").clientToken("token-1").build();

    String first = client.executeStatement(request).id();
    end(first);

    assertThat(client.executeStatement(request).id(), is(first));
    assertThat(
        client.executeStatement(statement("SELECT 1").clientToken("token-2").build()).id(),
        is(not(first)));
  }

  @Test
  void aRunningStatementIsCancelledAndTheQuotaHolds() {
    String slow = client.executeStatement(statement("SELECT pg_sleep(600)").build()).id();
    String other = client.executeStatement(statement("SELECT pg_sleep(600)").build()).id();
    await(slow, StatusString.STARTED);
    assertThrows(ActiveStatementsExceededException.class, () -> execute("SELECT 1"));

    for (String id : List.of(slow, other)) {
      assertThat(client.cancelStatement(r -> r.id(id)).status(), is(true));
      assertThat(end(id).status(), is(StatusString.ABORTED));
    }

    assertThrows(ValidationException.class, () -> client.cancelStatement(r -> r.id(slow)));
  }

  @Test
  void wrongRequestsAreRefusedAsAwsDoes() {
    List<ExecuteStatementRequest.Builder> wrong =
        List.of(
            statement("x".repeat(102_401)),
            statement(" "),
            statement("SELECT 1").database(null),
            statement("SELECT 1").clusterIdentifier("both"),
            statement("SELECT 1").workgroupName(null).clusterIdentifier("no-user"),
            statement("SELECT 1").clientToken("t".repeat(65)),
            statement("SELECT 1").sessionKeepAliveSeconds(86_401),
            statement("SELECT :a").parameters(parameter("a", "")),
            statement("SELECT :a").parameters(parameter("a", null)),
            statement("SELECT 1").parameters(parameter("unused", "1")));
    for (ExecuteStatementRequest.Builder request : wrong) {
      assertThrows(
          ValidationException.class,
          () -> client.executeStatement(request.build()),
          () -> request.build().toString());
    }
    assertThrows(
        ValidationException.class,
        () -> batch(Collections.nCopies(41, "SELECT 1").toArray(new String[0])));
    assertThrows(
        ResourceNotFoundException.class, () -> client.describeStatement(r -> r.id("none")));
    String id = execute("CREATE TABLE t (n INT)").id();
    assertThrows(ResourceNotFoundException.class, () -> client.getStatementResult(r -> r.id(id)));
  }

  @Test
  void throttlingIsAnsweredAsOftenAsTold() {
    api.throttleNext(1);
    int before = api.requestCount();

    assertThat(client.executeStatement(statement("SELECT 1").build()).id().isEmpty(), is(false));

    assertThat(api.requestCount(), is(before + 2));
  }

  @Test
  void anUnsignedRequestIsRefused() {
    try (RedshiftDataClient anonymous = client(AnonymousCredentialsProvider.create())) {
      RedshiftDataException refused =
          assertThrows(
              RedshiftDataException.class,
              () -> anonymous.executeStatement(statement("SELECT 1").build()));

      assertThat(refused.statusCode(), is(403));
      assertThat(refused.awsErrorDetails().errorCode(), startsWith("MissingAuthentication"));
    }
  }
}
