package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.io.http.auth.Auth;
import dev.headrace.io.http.pages.NextLinkPages;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Guarded;
import dev.headrace.testdata.stub.Handler;
import dev.headrace.testdata.stub.Paged;
import dev.headrace.testdata.stub.Quota;
import dev.headrace.testdata.stub.Routes;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.testdata.stub.TokenEndpoint;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that come, go and are used up while a run goes on. */
class TokensOverHttpTest {
  private static final int REQUESTS = 60;
  private static final Handler OPEN =
      request -> Answer.json("{\"items\":[{\"id\":" + request.path().substring(1) + "}]}");

  @TempDir private Path folder;
  private final TokenEndpoint tokens = TokenEndpoint.of("client", "secret");

  private StubApi start(Handler handler) {
    return StubApi.start(Routes.create().with("/token", tokens).with("/", tokens.guard(handler)));
  }

  private Fetch fetch(StubApi api) {
    return FetchRun.fetch(api.baseUri())
        .withAuth(
            Auth.oauth2ClientCredentials(
                api.baseUri().resolve("/token"),
                "client",
                AuthKind.file(folder, "secret", "secret")))
        .withRetries(FetchRun.quick(6));
  }

  private static void assertAllLanded(FetchRun run) {
    assertThat(run.deadLetters(), is(empty()));
    assertThat(Records.idsIn(run), is(Records.ids(REQUESTS)));
    assertThat(run.isBalanced(), is(true));
  }

  @Test
  void oneTokenServesAllRequestsOfAllShards() {
    try (StubApi api = start(OPEN)) {
      FetchRun run = FetchRun.of(fetch(api), Records.requests("/", REQUESTS));

      assertAllLanded(run);
      assertThat(run.count(Account.RETRIES), is(0L));
      assertThat(tokens.asked(), is(1));
    }
  }

  @Test
  void tokensThatAreRevokedAreRenewedOnceForAll() {
    AtomicInteger count = new AtomicInteger();
    Handler guarded = tokens.guard(OPEN);
    Handler revoking =
        request -> {
          if (count.incrementAndGet() == REQUESTS / 2) {
            tokens.revokeAll();
          }
          return guarded.answer(request);
        };
    try (StubApi api = StubApi.start(Routes.create().with("/token", tokens).with("/", revoking))) {
      FetchRun run = FetchRun.of(fetch(api), Records.requests("/", REQUESTS));

      assertAllLanded(run);
      assertThat(run.count(Account.RETRIES), is(greaterThan(0L)));
      assertThat(tokens.asked(), is(2));
    }
  }

  @Test
  void tokensAreRenewedBeforeTheyExpire() {
    tokens.expiresIn(Duration.ofSeconds(3));
    Paged pages = Paged.nextLinkInBody(Records.of(REQUESTS), 8);
    try (StubApi api = start(request -> pages.answer(request).after(Duration.ofMillis(500)))) {
      FetchRun run =
          FetchRun.of(
              fetch(api).withPaginator(NextLinkPages.at("/next")),
              List.of(Records.get("/items?limit=8")));

      assertAllLanded(run);
      assertThat(tokens.issued(), is(greaterThan(1)));
    }
  }

  @Test
  void aTokenEndpointMayHaveTroubleThatPasses() {
    tokens.failing(2);
    try (StubApi api = start(OPEN)) {
      FetchRun run = FetchRun.of(fetch(api), Records.requests("/", REQUESTS));

      assertAllLanded(run);
      assertThat(tokens.asked(), is(3));
    }
  }

  @Test
  void severalTokensShareTheRequestsSoThatHardlyOneIsTooMany() {
    int each = 10;
    int inFlight = 4;
    Quota quota =
        Quota.of(each, Duration.ofSeconds(1), Guarded.bearer(Set.of("one", "two", "three"), OPEN));
    try (StubApi api = StubApi.start(quota)) {
      FetchRun run =
          FetchRun.of(
              FetchRun.fetch(api.baseUri())
                  .withAuth(
                      Auth.rotating(
                          List.of(
                              AuthKind.file(folder, "1", "one"),
                              AuthKind.file(folder, "2", "two"),
                              AuthKind.file(folder, "3", "three"))))
                  .withShards(1)
                  .withMaxInFlight(inFlight)
                  .withRetries(FetchRun.quick(10)),
              Records.requests("/", REQUESTS));

      assertAllLanded(run);
      // Only what was on its way when a token's first answer came can have been too many.
      assertThat(quota.refused(), is(lessThanOrEqualTo(inFlight * REQUESTS / each)));
      assertThat((long) quota.refused(), is(run.count(Account.RETRIES)));
      long used = api.received().stream().map(r -> r.header("Authorization")).distinct().count();
      assertThat(used, is(3L));
    }
  }
}
