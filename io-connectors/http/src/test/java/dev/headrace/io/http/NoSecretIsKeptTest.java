package dev.headrace.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.io.http.policy.ErrorAction;
import dev.headrace.io.http.policy.ErrorRule;
import dev.headrace.io.http.policy.ErrorTable;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Received;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An API repeats the credentials in links, headers and texts; only its own bodies may have them.
 */
class NoSecretIsKeptTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RIGHT = "s3cr+t/of&all";
  private static final String WRONG = "gu3ss+d/by&all";
  private static final int PAGES = 3;

  @TempDir private Path right;
  @TempDir private Path wrong;

  /** What the request was sent with, in every place where an API may well repeat it. */
  private static Answer echo(Received request) {
    String credentials =
        request.header("Authorization").or(() -> request.header(AuthKind.HEADER)).orElse("none");
    int page = request.parameter("page", 1);
    String others = request.query().replaceAll("&?page=\\d+", "");
    String next =
        page >= PAGES
            ? ""
            : request.baseUri() + request.path() + "?" + others + "&page=" + (page + 1);
    String told = credentials.replace("\"", "") + " " + request.target();
    Answer answer =
        switch (request.path()) {
          case "/links", "/body" -> Answer.json(body(request.path(), next, told, page));
          case "/broken-link" -> Answer.json("{\"next\":\"http://[" + told + "\"}");
          case "/busy" -> Answer.text(told).withStatus(503);
          case "/circle" -> Answer.redirect(302, request.target());
          case "/nowhere" -> Answer.redirect(302, "http://[" + told);
          case "/cut" -> Answer.json(told).closedAfter(3);
          default -> Answer.text(told).withStatus(400);
        };
    return (request.path().equals("/links") && !next.isEmpty()
            ? answer.withHeader("Link", "<" + next + ">; rel=\"next\"")
            : answer)
        .withHeader("Set-Cookie", "session=" + credentials)
        .withHeader("WWW-Authenticate", "Echo error=\"" + credentials + "\"")
        .withHeader("Authorization", request.header("Authorization").orElse(""))
        .withHeader(AuthKind.HEADER, request.header(AuthKind.HEADER).orElse(""))
        .withHeader("Content-Location", request.target())
        .withHeader("X-Original-Url", request.baseUri() + request.target());
  }

  private static String body(String path, String next, String told, int page) {
    return "{\"page\":%d,\"told\":\"%s\",\"next\":\"%s\"}"
        .formatted(page, told, path.equals("/body") ? next : "");
  }

  private static Fetch fetch(StubApi api, AuthKind kind, Path folder, String secret) {
    return FetchRun.fetch(api.baseUri())
        .withPaginator(Paginator.detected())
        .withRetries(FetchRun.quick(2))
        .withShards(2)
        .withAuth(kind.auth(folder, api.baseUri(), secret));
  }

  private static List<FetchRequest> requests() {
    return Stream.of(
            "/links", "/body", "/broken-link", "/busy", "/circle", "/nowhere", "/cut", "/refused")
        .map(Records::get)
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void anApiThatRepeatsTheCredentialsDoesNotGetThemKept(AuthKind kind) throws Exception {
    try (StubApi api = StubApi.start(kind.guard(RIGHT, NoSecretIsKeptTest::echo));
        CapturedLog log = new CapturedLog()) {
      Fetch fetch = fetch(api, kind, right, RIGHT);
      FetchRun run = FetchRun.of(fetch, requests());
      assertThat(run.landed().size(), is(2 * PAGES));
      assertThat(run.deadLetters().size(), is(requests().size() - 2));
      List<String> kept = new ArrayList<>(keptOf(fetch, run));

      Fetch guessing = fetch(api, kind, wrong, WRONG);
      FetchRun refused = FetchRun.of(guessing, requests());
      assertThat(refused.deadLetters().size(), is(requests().size()));
      kept.addAll(keptOf(guessing, refused));

      Fetch stopping =
          fetch.withErrors(
              ErrorTable.defaults().with(ErrorRule.onStatus(400).then(ErrorAction.STOP)));
      kept.add(
          traceOf(
              assertThrows(
                  PipelineExecutionException.class,
                  () -> FetchRun.of(stopping, List.of(Records.get("/refused"))))));
      kept.add(log.text());

      for (String secret : List.of(RIGHT, WRONG)) {
        for (String form : AuthKind.forms(secret)) {
          kept.forEach(text -> assertThat(text, text.contains(form), is(false)));
        }
      }
      assertThat(echoesIn(run), is(greaterThan(0L)));
    }
  }

  /** The bodies do have it: there was something to be kept out. */
  private static long echoesIn(FetchRun run) {
    return run.landed().stream()
        .map(Records::text)
        .filter(text -> AuthKind.forms(RIGHT).stream().anyMatch(text::contains))
        .count();
  }

  private static List<String> keptOf(Fetch fetch, FetchRun run) throws JsonProcessingException {
    List<String> kept = new ArrayList<>();
    kept.add(DisplayData.from(fetch).toString());
    kept.add(fetch.toString());
    kept.add(fetch.auth().toString());
    for (RawResponse response : run.landed()) {
      kept.add(JSON.writeValueAsString(response.request()));
      kept.add(response.headers().toString());
      kept.add(response.toString());
    }
    for (DeadLetter letter : run.deadLetters()) {
      kept.add(new String(letter.payload(), UTF_8));
      kept.add(letter.detail());
      kept.add(letter.toString());
    }
    run.receipts().forEach(receipt -> kept.add(receipt.toString()));
    return kept;
  }

  private static String traceOf(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
