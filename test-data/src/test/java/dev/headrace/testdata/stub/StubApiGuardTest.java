package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StubApiGuardTest {

  private static final Handler OPEN = Handler.always(Answer.json("[]"));
  private static final String CREDENTIALS = "grant_type=client_credentials";

  private volatile Instant now = Instant.ofEpochMilli(1_500);
  private final InstantSource clock = () -> now;
  private final TokenEndpoint tokens = TokenEndpoint.of("id:1", "s&cret", clock);
  private final Routes oauth = Routes.create().with("/token", tokens).with("/", tokens.guard(OPEN));

  @Test
  void takesValidBearerTokensOnly() throws Exception {
    Set<String> valid = ConcurrentHashMap.newKeySet();
    valid.add("t1");
    try (StubApi api = StubApi.start(Guarded.bearer(valid, OPEN))) {
      assertThat(status(api, "/", "Authorization", "bearer t1"), is(200));
      assertThat(status(api, "/", "Authorization", "Bearer t2"), is(401));
      assertThat(status(api, "/", "Authorization", "Basic t1"), is(401));
      HttpResponse<byte[]> refused = Http.get(api, "/");
      assertThat(refused.statusCode(), is(401));
      assertThat(Http.header(refused, "WWW-Authenticate").orElseThrow(), startsWith("Bearer "));

      valid.remove("t1");
      assertThat(status(api, "/", "Authorization", "Bearer t1"), is(401));
    }
  }

  @Test
  void takesUserAndPassword() throws Exception {
    try (StubApi api = StubApi.start(Guarded.basic("me", "pä:ss", OPEN))) {
      assertThat(status(api, "/", "Authorization", basic("me:pä:ss")), is(200));
      assertThat(status(api, "/", "Authorization", basic("me:pass")), is(401));
      assertThat(
          Http.header(Http.get(api, "/"), "WWW-Authenticate").orElseThrow(), startsWith("Basic "));
    }
  }

  @Test
  void takesKeysInHeadersOrQueries() throws Exception {
    Routes routes =
        Routes.create()
            .with("/header", Guarded.apiKeyHeader("X-Api-Key", "k+1", OPEN))
            .with("/query", Guarded.apiKeyQuery("key", "k+1", OPEN));
    try (StubApi api = StubApi.start(routes)) {
      assertThat(status(api, "/header", "x-api-key", "k+1"), is(200));
      assertThat(status(api, "/header", "x-api-key", "k"), is(401));
      assertThat(status(api, "/header?key=k%2B1"), is(401));
      assertThat(status(api, "/query?key=k%2B1"), is(200));
      assertThat(status(api, "/query?key=k+1"), is(401));
    }
  }

  @Test
  void issuesTokensToItsClientByEitherMethod() throws Exception {
    try (StubApi api = StubApi.start(oauth)) {
      HttpResponse<byte[]> byHeader =
          Http.form(api, "/token", CREDENTIALS, "Authorization", basic("id%3A1:s%26cret"));
      HttpResponse<byte[]> byForm =
          Http.form(api, "/token", CREDENTIALS + "&client_id=id%3A1&client_secret=s%26cret");

      assertThat(
          Http.json(byHeader).toString(),
          is("{\"access_token\":\"access-1\",\"token_type\":\"Bearer\",\"expires_in\":3600}"));
      assertThat(Http.header(byHeader, "Cache-Control").orElseThrow(), is("no-store"));
      assertThat(Http.json(byForm).get("access_token").textValue(), is("access-2"));
      assertThat(List.of(tokens.asked(), tokens.issued()), contains(2, 2));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', invalid_request, 400",
    "grant_type=password, unsupported_grant_type, 400",
    "grant_type=refresh_token, invalid_grant, 400",
    "grant_type=client_credentials&client_secret=s%26cret, invalid_request, 400"
  })
  void refusesAsTheStandardSays(String form, String error, int status) throws Exception {
    try (StubApi api = StubApi.start(oauth)) {
      HttpResponse<byte[]> response =
          Http.form(api, "/token", form, "Authorization", basic("id%3A1:s%26cret"));

      assertThat(response.statusCode(), is(status));
      assertThat(Http.json(response).get("error").textValue(), is(error));
    }
  }

  @Test
  void refusesClientsThatItDoesNotKnow() throws Exception {
    try (StubApi api = StubApi.start(oauth)) {
      List<HttpResponse<byte[]>> refused =
          List.of(
              Http.form(api, "/token", CREDENTIALS),
              Http.form(api, "/token", CREDENTIALS, "Authorization", basic("id%3A1:wrong")),
              Http.form(api, "/token", CREDENTIALS, "Authorization", "Basic ???"),
              Http.form(api, "/token", CREDENTIALS + "&client_id=id%3A1&client_secret=no"));

      for (HttpResponse<byte[]> response : refused) {
        assertThat(response.statusCode(), is(401));
        assertThat(Http.json(response).get("error").textValue(), is("invalid_client"));
      }
      assertThat(Http.get(api, "/token").statusCode(), is(405));
      assertThat(List.of(tokens.asked(), tokens.issued()), contains(5, 0));
    }
  }

  @Test
  void takesItsTokensUntilTheyExpireOrAreRevoked() throws Exception {
    tokens.expiresIn(Duration.ofSeconds(10)).withoutExpiresIn();
    try (StubApi api = StubApi.start(oauth)) {
      JsonNode issued = token(api, CREDENTIALS);
      assertThat(issued.has("expires_in"), is(false));
      assertThat(status(api, "/", "Authorization", "Bearer access-1"), is(200));
      assertThat(status(api, "/", "Authorization", "Bearer access-2"), is(401));
      now = now.plusSeconds(10);
      assertThat(status(api, "/", "Authorization", "Bearer access-1"), is(401));

      token(api, CREDENTIALS);
      assertThat(status(api, "/", "Authorization", "Bearer access-2"), is(200));
      tokens.revokeAll();
      assertThat(status(api, "/", "Authorization", "Bearer access-2"), is(401));
    }
  }

  @Test
  void replacesARefreshTokenWhenItIsUsed() throws Exception {
    String form = "grant_type=refresh_token&refresh_token=" + tokens.consent();
    try (StubApi api = StubApi.start(oauth)) {
      JsonNode first = token(api, form);
      assertThat(first.get("access_token").textValue(), is("access-1"));
      assertThat(first.get("refresh_token").textValue(), is("refresh-2"));

      assertThat(token(api, form).get("error").textValue(), is("invalid_grant"));
      JsonNode second = token(api, "grant_type=refresh_token&refresh_token=refresh-2");
      assertThat(second.get("refresh_token").textValue(), is("refresh-3"));
    }
  }

  @Test
  void failsAsOftenAsItIsTold() throws Exception {
    tokens.failing(2);
    try (StubApi api = StubApi.start(oauth)) {
      String form = CREDENTIALS + "&client_id=id%3A1&client_secret=s%26cret";

      assertThat(Http.form(api, "/token", form).statusCode(), is(503));
      assertThat(Http.form(api, "/token", form).statusCode(), is(503));
      assertThat(Http.form(api, "/token", form).statusCode(), is(200));
      assertThat(List.of(tokens.asked(), tokens.issued()), contains(3, 1));
    }
  }

  @Test
  void countsEachTokensRequestsInAWindow() throws Exception {
    Quota quota = Quota.of(2, Duration.ofSeconds(10), OPEN).at(clock);
    try (StubApi api = StubApi.start(quota)) {
      assertThat(quota(api, "a"), is("200 2 1 12 -"));
      now = now.plusSeconds(3);
      assertThat(quota(api, "a"), is("200 2 0 12 -"));
      assertThat(quota(api, "a"), is("429 2 0 12 7"));
      assertThat(quota(api, "b"), is("200 2 1 15 -"));
      now = now.plusMillis(6_800);
      assertThat(quota(api, "a"), is("429 2 0 12 1"));
      now = now.plusMillis(200);
      assertThat(quota(api, "a"), is("200 2 1 22 -"));
      assertThat(quota.refused(), is(2));
    }
  }

  private static String quota(StubApi api, String token) throws Exception {
    HttpResponse<byte[]> response = Http.get(api, "/", "Authorization", "Bearer " + token);
    return String.join(
        " ",
        Integer.toString(response.statusCode()),
        Http.header(response, "X-RateLimit-Limit").orElse("-"),
        Http.header(response, "X-RateLimit-Remaining").orElse("-"),
        Http.header(response, "X-RateLimit-Reset").orElse("-"),
        Http.header(response, "Retry-After").orElse("-"));
  }

  private static JsonNode token(StubApi api, String form) throws Exception {
    String client = "&client_id=id%3A1&client_secret=s%26cret";
    return Http.json(Http.form(api, "/token", form + client));
  }

  private static int status(StubApi api, String target, String... headers) throws Exception {
    return Http.get(api, target, headers).statusCode();
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
