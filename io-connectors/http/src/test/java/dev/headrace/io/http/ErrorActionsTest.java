package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.io.http.auth.Auth;
import dev.headrace.io.http.policy.ErrorAction;
import dev.headrace.io.http.policy.ErrorRule;
import dev.headrace.io.http.policy.ErrorTable;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Handler;
import dev.headrace.testdata.stub.Routes;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.testdata.stub.TokenEndpoint;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every action, for all that a rule can go by. */
class ErrorActionsTest {
  private static final Answer GOOD = Answer.json("{}");

  /** What is wrong with an answer, and the rule that finds it. */
  private enum Fault {
    STATUS,
    HEADER,
    BODY,
    FAILURE;

    Answer answer() {
      return switch (this) {
        case STATUS -> Answer.status(418);
        case HEADER -> GOOD.withHeader("X-Problem", "busy");
        case BODY -> Answer.json("{\"error\":{\"code\":\"BUSY\"}}");
        case FAILURE -> GOOD.closedAfter(1);
      };
    }

    ErrorTable rule(ErrorAction action) {
      ErrorRule.When when =
          switch (this) {
            case STATUS -> ErrorRule.onStatus(418);
            case HEADER -> ErrorRule.onStatus(200).withHeader("X-Problem", "bus.");
            case BODY -> ErrorRule.onStatus(200).withBody("/error/code", "BUSY|BUSIER");
            case FAILURE -> ErrorRule.onFailure(Reason.CONNECTION);
          };
      return ErrorTable.defaults().with(when.then(action));
    }
  }

  private static Fetch fetch(StubApi api, ErrorTable errors) {
    return FetchRun.fetch(api.baseUri()).withErrors(errors).withRetries(FetchRun.quick(3));
  }

  private static List<FetchRequest> one() {
    return List.of(Records.get("/one").withContext(Map.of("fault", "it")));
  }

  @ParameterizedTest
  @CsvSource({
    "STATUS,  RETRY,        'dead letter UNAVAILABLE, 3'",
    "HEADER,  RETRY,        'dead letter UNAVAILABLE, 3'",
    "BODY,    RETRY,        'dead letter UNAVAILABLE, 3'",
    "FAILURE, RETRY,        'dead letter CONNECTION, 3'",
    "STATUS,  FAIL,         'dead letter REFUSED, 1'",
    "HEADER,  FAIL,         'dead letter REFUSED, 1'",
    "BODY,    FAIL,         'dead letter REFUSED, 1'",
    "FAILURE, FAIL,         'dead letter CONNECTION, 1'",
    "STATUS,  IGNORE,       'ignored, 1'",
    "HEADER,  IGNORE,       'ignored, 1'",
    "BODY,    IGNORE,       'ignored, 1'",
    "FAILURE, IGNORE,       'ignored, 1'",
    "STATUS,  REFRESH_AUTH, 'dead letter REFUSED, 1'",
    "HEADER,  REFRESH_AUTH, 'dead letter REFUSED, 1'",
    "BODY,    REFRESH_AUTH, 'dead letter REFUSED, 1'"
  })
  void isDoneAboutWhatLasts(Fault fault, ErrorAction action, String end) {
    try (StubApi api = StubApi.start(Handler.always(fault.answer()))) {
      FetchRun run = FetchRun.of(fetch(api, fault.rule(action)), one());

      assertThat(run.endOf("it"), is(end));
      assertThat(end, end.endsWith(", " + api.requestCount()));
      assertThat(run.count(Account.IGNORED), is(action == ErrorAction.IGNORE ? 1L : 0L));
      assertThat(run.isBalanced(), is(true));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsRetriedLands(Fault fault) {
    try (StubApi api = StubApi.start(Handler.always(GOOD).butFirst(1, fault.answer()))) {
      FetchRun run = FetchRun.of(fetch(api, fault.rule(ErrorAction.RETRY)), one());

      assertThat(run.endOf("it"), is("landed, 2"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "FAILURE", mode = EnumSource.Mode.EXCLUDE)
  void whatANewTokenMendsLands(Fault fault, @TempDir Path folder) {
    TokenEndpoint tokens = TokenEndpoint.of("client", "secret");
    Handler api = tokens.guard(Handler.always(GOOD).butFirst(1, fault.answer()));
    try (StubApi server = StubApi.start(Routes.create().with("/token", tokens).with("/", api))) {
      Fetch fetch =
          fetch(server, fault.rule(ErrorAction.REFRESH_AUTH))
              .withAuth(
                  Auth.oauth2ClientCredentials(
                      server.baseUri().resolve("/token"),
                      "client",
                      AuthKind.file(folder, "secret", "secret")));
      FetchRun run = FetchRun.of(fetch, one());

      assertThat(run.endOf("it"), is("landed, 2"));
      assertThat(tokens.issued(), is(2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatStopsTheRunLeavesWhatHasLandedAndTheNextOneSendsTheRestAlone(Fault fault) {
    int requests = 10;
    int landed = 4;
    MemoryLanding landing = new MemoryLanding(UUID.randomUUID().toString());
    Handler onceBad = request -> request.number() == landed + 1 ? fault.answer() : GOOD;
    try (StubApi api = StubApi.start(onceBad)) {
      Fetch fetch = fetch(api, fault.rule(ErrorAction.STOP)).withShards(1).withMaxInFlight(1);
      List<FetchRequest> all = Records.requests("/", requests);

      PipelineExecutionException failure =
          assertThrows(PipelineExecutionException.class, () -> FetchRun.of(fetch, all, landing));
      assertThat(failure.getCause(), is(instanceOf(StoppedException.class)));
      List<String> kept = targets(landing);
      assertThat(kept, hasSize(landed));
      assertThat(api.requestCount(), is(landed + 1));

      FetchRun second = FetchRun.of(fetch, all, landing);
      assertThat(second.landed(), hasSize(requests));
      assertThat(second.isBalanced(), is(true));
      assertThat(second.count(Account.RETRIES), is(1L));
      assertThat(api.requestCount(), is(requests + 1));
      assertThat(
          api.received().stream()
              .skip(landed + 1L)
              .filter(request -> kept.contains(request.target()))
              .count(),
          is(0L));
    }
  }

  private static List<String> targets(MemoryLanding landing) {
    return landing.responses().stream().map(RawResponse::request).map(FetchRequest::url).toList();
  }
}
