package dev.headrace.io.redshift.dataapi;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.HangLimit;
import dev.headrace.io.redshift.dataapi.DataApiEndpoint.Call;
import dev.headrace.io.redshift.dataapi.DataApiEndpoint.Reply;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.load.Reading;
import dev.headrace.io.redshift.load.WarehouseFixture;
import dev.headrace.io.redshift.session.OutcomeUnknownException;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.sql.Sql;
import dev.headrace.testdata.redshift.DataApi;
import dev.headrace.transforms.run.StoredObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@HangLimit
class DataApiSessionTest extends WarehouseFixture {
  private static final List<String> KEYS = List.of("aws.accessKeyId", "aws.secretAccessKey");
  private static final Reading OSLO = Reading.of("a", "Oslo", 1);
  private static final Reading ROME = Reading.of("b", null, 2);
  private DataApi api;
  private DataApiEndpoint endpoint;

  @BeforeEach
  void start() throws Exception {
    api = DataApi.start(redshift());
    endpoint = new DataApiEndpoint(api);
    KEYS.forEach(key -> System.setProperty(key, "AKIDEXAMPLE"));
  }

  @AfterEach
  void stop() {
    endpoint.close();
    api.close();
    KEYS.forEach(System::clearProperty);
  }

  private RedshiftDataApi warehouse(RedshiftDataApi api) {
    return api.withRegion("eu-west-1")
        .withEndpoint(endpoint.uri())
        .withFirstPoll(Duration.ofMillis(1));
  }

  private RedshiftDataApi workgroup() {
    return warehouse(RedshiftDataApi.workgroup("wg", "dev"));
  }

  @Test
  void aLoadGoesTheSameWayAsByJdbcAndIsAppliedOnce() throws Exception {
    StoredObject file = file(OSLO, ROME);

    LoadResult first = load(workgroup(), upserted, "it's \\ 1", file);
    LoadResult second = load(workgroup(), upserted, "it's \\ 1", file);

    assertThat(first.status(), is(Status.LOADED));
    assertThat(second.status(), is(Status.ALREADY_LOADED));
    assertThat(readings(), is(sorted(OSLO, ROME)));
    assertThat(rows("SELECT load_id FROM " + ledger), is(List.of(List.of("it's \\ 1"))));
    assertThat(copies(upserted, "it's \\ 1"), is(1L));
    assertThat(endpoint.calls("BatchExecuteStatement"), hasSize(1));
    assertThat(
        endpoint.calls("BatchExecuteStatement").get(0).body().get("Sqls").get(0).asText(),
        startsWith("LOCK TABLE"));
  }

  @Test
  void aSessionIsOpenedOnceAndNamedFromThenOn() throws Exception {
    try (RedshiftSession session = workgroup().open()) {
      session.execute(Sql.of("CREATE TEMP TABLE mine (id BIGINT)"));
      assertThat(session.execute(Sql.of("INSERT INTO mine VALUES (?)", 7L)), is(1L));
      assertThat(session.query(Sql.of("SELECT id FROM mine")).get(0).number(0), is(7L));
    }

    List<Call> calls = endpoint.calls("ExecuteStatement");
    assertThat(calls.get(0).body().get("WorkgroupName").asText(), is("wg"));
    assertThat(calls.get(0).body().get("Database").asText(), is("dev"));
    assertThat(calls.get(0).body().get("SessionKeepAliveSeconds").asInt(), is(1_800));
    for (Call call : calls.subList(1, calls.size())) {
      assertThat(call.body().get("SessionId"), is(calls.get(1).body().get("SessionId")));
      assertThat(call.body().has("WorkgroupName") || call.body().has("Database"), is(false));
    }
    assertThat(
        calls.get(0).signature(),
        allOf(
            startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"),
            containsString("/eu-west-1/redshift-data/aws4_request")));
  }

  @Test
  void aClusterIsLoggedInToByUserOrSecret() throws Exception {
    String secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:warehouse-AbCdEf";
    warehouse(RedshiftDataApi.cluster("c", "dev").withDbUser("loader")).open().close();
    warehouse(RedshiftDataApi.cluster("c", "dev").withSecretArn(secret)).open().close();

    List<Call> opening =
        endpoint.calls("ExecuteStatement").stream()
            .filter(call -> call.body().has("ClusterIdentifier"))
            .toList();
    assertThat(opening, hasSize(2));
    assertThat(opening.get(0).body().get("DbUser").asText(), is("loader"));
    assertThat(opening.get(1).body().get("SecretArn").asText(), is(secret));
    assertThrows(
        IllegalArgumentException.class,
        () -> warehouse(RedshiftDataApi.cluster("c", "dev")).open());
  }

  @Test
  void everyAttemptHasATokenOfItsOwnWithinTheLimit() throws Exception {
    try (RedshiftSession session = workgroup().open()) {
      session.inTransaction(List.of(Sql.of("SELECT 1")));
      session.inTransaction(List.of(Sql.of("SELECT 1")));
    }

    List<String> tokens =
        Stream.of("ExecuteStatement", "BatchExecuteStatement")
            .flatMap(operation -> endpoint.calls(operation).stream())
            .map(call -> call.body().get("ClientToken").asText())
            .toList();
    assertThat(Set.copyOf(tokens).size(), is(tokens.size()));
    for (String token : tokens) {
      assertThat(token.length(), lessThanOrEqualTo(64));
    }
  }

  @Test
  void nullsEmptyTextsAndNumbersAreLiteralsAndOtherTextsAreParameters() throws Exception {
    try (RedshiftSession session = workgroup().open()) {
      var row =
          session
              .query(
                  Sql.of(
                      "SELECT CAST(? AS VARCHAR(9)), CAST(? AS VARCHAR(9)), CAST(? AS BIGINT),"
                          + " CAST(? AS VARCHAR(9))",
                      null,
                      "",
                      7L,
                      "a'b\\c"))
              .get(0);
      assertThat(row.textOrNull(0) == null, is(true));
      assertThat(row.text(1), is(""));
      assertThat(row.number(2), is(7L));
      assertThat(row.text(3), is("a'b\\c"));
      Call last = last("ExecuteStatement");
      assertThat(
          last.body().get("Sql").asText(),
          is(
              "SELECT CAST(NULL AS VARCHAR(9)), CAST('' AS VARCHAR(9)), CAST(7 AS BIGINT),"
                  + " CAST(:p1 AS VARCHAR(9))"));
      assertThat(last.body().get("Parameters").size(), is(1));
    }
  }

  private Call last(String operation) {
    List<Call> calls = endpoint.calls(operation);
    return calls.get(calls.size() - 1);
  }

  @Test
  void aQuestionMarkInANameOrATextIsNotTakenForAValue() throws Exception {
    try (RedshiftSession session = workgroup().open()) {
      Sql sql = Sql.of("SELECT 'so?' || CAST(? AS VARCHAR(9)) AS \"why?\" WHERE ? = 7", "!", 7L);

      assertThat(session.query(sql).get(0).text(0), is("so?!"));
      assertThat(
          last("ExecuteStatement").body().get("Sql").asText(),
          is("SELECT 'so?' || CAST(:p1 AS VARCHAR(9)) AS \"why?\" WHERE 7 = 7"));
      session.inTransaction(List.of(sql));
      assertThat(
          last("BatchExecuteStatement").body().get("Sqls").get(0).asText(),
          is("SELECT 'so?' || CAST('!' AS VARCHAR(9)) AS \"why?\" WHERE 7 = 7"));
    }
  }

  @Test
  void aSessionThatIsClosedEndsItsProcessAndWhatItKeepsGoesWithIt() throws Exception {
    try (RedshiftSession session = workgroup().open()) {
      session.query(Sql.of("SELECT CAST(pg_advisory_lock(1) AS VARCHAR(9))"));
    }

    Call last = last("ExecuteStatement");
    assertThat(
        last.body().get("Sql").asText(), is("SELECT pg_terminate_backend(pg_backend_pid())"));
    assertThat(last.body().has("SessionId"), is(true));
    // Waits until nobody has it.
    run("SELECT pg_advisory_lock(1)");
  }

  @Test
  void aLoadStandsAlsoIfItsSessionCannotBeEnded() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    endpoint.script(
        call -> {
          if (!call.body().path("Sql").asText().contains("pg_terminate_backend")) {
            return null;
          }
          refused.incrementAndGet();
          return Reply.error("ValidationException", "Session is not available");
        });

    LoadResult result = load(workgroup(), appended, "1", file(OSLO));

    assertThat(result.status(), is(Status.LOADED));
    assertThat(readings(), is(sorted(OSLO)));
    assertThat(refused.get(), is(1));
  }

  @Test
  void aBatchThatIsTooLongIsRefusedBeforeItIsSent() throws Exception {
    try (RedshiftSession session = workgroup().open()) {
      List<Sql> many = Collections.nCopies(41, Sql.of("SELECT 1"));
      Sql large = Sql.of("SELECT '" + "é".repeat(51_200) + "'");

      Exception tooMany =
          assertThrows(IllegalArgumentException.class, () -> session.inTransaction(many));
      Exception tooLarge =
          assertThrows(IllegalArgumentException.class, () -> session.execute(large));

      assertThat(tooMany.getMessage(), containsString("40"));
      assertThat(tooLarge.getMessage(), containsString("102400"));
      assertThat(endpoint.calls("BatchExecuteStatement"), hasSize(0));
      session.inTransaction(many.subList(0, 40));
    }
  }

  @Test
  void theStatementThatFailedIsToldWithItsError() throws Exception {
    try (RedshiftSession session = workgroup().open()) {
      SQLException failure =
          assertThrows(
              SQLException.class,
              () ->
                  session.inTransaction(
                      List.of(Sql.of("SELECT 1"), Sql.of("DELETE FROM nowhere_at_all"))));

      assertThat(
          failure.getMessage(),
          allOf(
              containsString("relation \"nowhere_at_all\" does not exist"),
              containsString("DELETE FROM nowhere_at_all"),
              not(containsString("Query #2"))));
      assertThat(failure instanceof OutcomeUnknownException, is(false));
    }
  }

  @Test
  void aStatementIsAskedForUntilItsStateIsTheLastAndItsErrorIsThatOfThePartThatFailed()
      throws Exception {
    Deque<String> states = new ArrayDeque<>(List.of("SUBMITTED", "PICKED", "STARTED", "STARTED"));
    try (RedshiftSession session = workgroup().open()) {
      endpoint.script(
          call -> {
            if (!call.operation().equals("DescribeStatement")) {
              return null;
            }
            return Reply.ok(
                states.isEmpty()
                    ? """
                    {"Id":"x","Status":"FAILED","Error":"Query #2 failed","SubStatements":[
                     {"Id":"x:1","Status":"FINISHED","QueryString":"SELECT 1"},
                     {"Id":"x:2","Status":"FAILED","QueryString":"SELECT 2",
                      "Error":"ERROR: Numeric data overflow"}]}
                    """
                    : "{\"Id\":\"x\",\"Status\":\"%s\"}".formatted(states.remove()));
          });

      SQLException failure =
          assertThrows(
              SQLException.class,
              () -> session.inTransaction(List.of(Sql.of("SELECT 1"), Sql.of("SELECT 2"))));

      assertThat(
          failure.getMessage(),
          allOf(containsString("Numeric data overflow"), containsString("SELECT 2")));
    }
    assertThat(states, hasSize(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ActiveSessionsExceededException",
        "ActiveStatementsExceededException",
        "ThrottlingException"
      })
  void whatIsTooMuchForNowIsTriedAgain(String type) throws Exception {
    AtomicInteger refusals = new AtomicInteger(5);
    endpoint.script(
        call ->
            call.operation().equals("ExecuteStatement") && refusals.getAndDecrement() > 0
                ? Reply.error(type, "Rate exceeded")
                : null);

    workgroup().open().close();

    assertThat(refusals.get() < 0, is(true));
  }

  @Test
  void aTransactionThatNobodyTellsOfIsCancelledAndInDoubt() throws Exception {
    try (RedshiftSession session = workgroup().open()) {
      endpoint.script(
          call ->
              call.operation().equals("DescribeStatement")
                  ? Reply.error("InternalServerException", "not today")
                  : null);

      assertThrows(
          OutcomeUnknownException.class, () -> session.inTransaction(List.of(Sql.of("SELECT 1"))));
    }
    assertThat(endpoint.calls("CancelStatement"), hasSize(1));
  }

  @Test
  void aCommitInDoubtIsFoundInTheLedger() throws Exception {
    AtomicInteger batches = new AtomicInteger();
    AtomicReference<String> silent = new AtomicReference<>("");
    endpoint.script(
        call -> {
          if (call.operation().equals("BatchExecuteStatement")) {
            batches.incrementAndGet();
          }
          boolean first = call.operation().equals("DescribeStatement") && batches.get() == 1;
          String id = call.body().path("Id").asText();
          return first && (silent.compareAndSet("", id) || id.equals(silent.get()))
              ? Reply.error("ResourceNotFoundException", "no such statement")
              : null;
        });

    LoadResult result = load(workgroup(), appended, "1", file(OSLO));

    assertThat(result.status(), is(Status.LOADED));
    assertThat(readings(), is(sorted(OSLO)));
    assertThat(ledgerRows(), is(1L));
  }

  @Test
  void aThreadThatIsInterruptedCancelsWhatItWaitsFor() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    RedshiftSession session = workgroup().open();
    endpoint.script(
        call -> {
          if (!call.operation().equals("DescribeStatement")) {
            return null;
          }
          waiting.countDown();
          return Reply.ok("{\"Id\":\"x\",\"Status\":\"STARTED\"}");
        });
    Thread thread =
        new Thread(
            () ->
                failure.set(
                    assertThrows(SQLException.class, () -> session.execute(Sql.of("SELECT 1")))));
    thread.start();
    waiting.await();

    thread.interrupt();
    thread.join();

    assertThat(String.valueOf(failure.get()), containsString("was ended"));
    assertThat(endpoint.calls("CancelStatement"), hasSize(1));
    session.close();
  }
}
