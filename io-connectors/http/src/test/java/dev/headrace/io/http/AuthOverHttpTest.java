package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.io.http.pages.NextLinkPages;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Paged;
import dev.headrace.testdata.stub.Received;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthOverHttpTest {
  private static final String RIGHT = "s3cr+t/of&all";
  private static final String WRONG = "gu3ss+d/by&all";

  @TempDir private Path folder;

  private Fetch fetch(StubApi api, AuthKind kind, String secret) {
    return FetchRun.fetch(api.baseUri())
        .withPaginator(NextLinkPages.at("/next"))
        .withRetries(FetchRun.quick(3))
        .withAuth(kind.auth(folder, api.baseUri(), secret))
        .withShards(2);
  }

  @ParameterizedTest
  @EnumSource
  void allLandsWithTheRightCredentials(AuthKind kind) {
    try (StubApi api = StubApi.start(kind.guard(RIGHT, Paged.nextLinkInBody(Records.of(57), 10)))) {
      FetchRun run = FetchRun.of(fetch(api, kind, RIGHT), List.of(Records.get("/items?limit=10")));

      assertThat(Records.idsIn(run), is(Records.ids(57)));
      assertThat(run.deadLetters(), is(empty()));
      assertThat(run.isBalanced(), is(true));
    }
  }

  @ParameterizedTest
  @EnumSource
  void allIsRefusedWithTheWrongOnes(AuthKind kind) {
    try (StubApi api = StubApi.start(kind.guard(RIGHT, request -> Answer.json("{}")))) {
      FetchRun run = FetchRun.of(fetch(api, kind, WRONG), Records.requests("/items/", 5));

      assertThat(run.landed(), is(empty()));
      assertThat(run.reasons(), hasSize(5));
      assertThat(run.reasons(), everyItem(is(Reason.REFUSED)));
      assertThat(run.isBalanced(), is(true));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noOtherHostGetsThemByARedirectOrALinkAndTheOwnOneGetsThemAgain(AuthKind kind) {
    try (StubApi other = StubApi.start(AuthOverHttpTest::elsewhere);
        StubApi api = StubApi.start(kind.guard(RIGHT, request -> own(request, other)))) {
      FetchRun run =
          FetchRun.of(
              fetch(api, kind, RIGHT),
              List.of(
                  Records.get("/moved/302?home=" + api.baseUri()),
                  Records.get("/moved/307?home=" + api.baseUri()),
                  Records.get("/linked?home=" + api.baseUri())));

      assertThat(run.deadLetters(), is(empty()));
      assertThat(run.landed(), hasSize(2 + 3));
      assertThat(other.received(), hasSize(3));
      for (Received request : other.received()) {
        String told = request.target() + request.headers() + request.bodyText();
        AuthKind.forms(RIGHT).forEach(form -> assertThat(told, told.contains(form), is(false)));
        assertThat(request.header("Authorization").isPresent(), is(false));
        assertThat(request.header(AuthKind.HEADER).isPresent(), is(false));
        assertThat(request.parameter(AuthKind.PARAMETER).isPresent(), is(false));
      }
      assertThat(
          api.received().stream().filter(request -> request.path().equals("/back")).count(),
          is(3L));
    }
  }

  /** Repeats the query it was asked with, as many do. */
  private static Answer own(Received request, StubApi other) {
    String there = other.baseUri() + request.path() + "?" + request.query();
    return switch (request.path()) {
      case "/moved/302" -> Answer.redirect(302, there);
      case "/moved/307" -> Answer.redirect(307, there);
      case "/linked" -> Answer.json("{\"next\":\"" + there + "\"}");
      default -> Answer.json("{\"from\":\"" + request.query() + "\",\"next\":null}");
    };
  }

  private static Answer elsewhere(Received request) {
    String home = request.parameter("home").orElse("");
    return request.path().equals("/linked")
        ? Answer.json("{\"next\":\"" + home + "/back?by=link\"}")
        : Answer.redirect(302, home + "/back?by=redirect");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "0.0.0.0"})
  void hostsOfPrivateNetworksAreNotAskedUnlessTheyAreAllowed(String host) {
    try (StubApi api = StubApi.start(request -> Answer.json("{}"))) {
      URI url = URI.create("http://" + host + ":" + api.baseUri().getPort());
      FetchRun run =
          FetchRun.of(
              HttpIO.fetch(url, DeadLetter.Context.of("run", "stub", "items")),
              List.of(Records.get("/items")));

      assertThat(run.reasons(), is(List.of(Reason.REFUSED)));
      assertThat(api.requestCount(), is(0));
      assertThat(run.isBalanced(), is(true));
    }
  }
}
