package dev.headrace.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.http.auth.Authenticator;
import dev.headrace.io.http.auth.Credentials;
import dev.headrace.io.http.policy.Budget;
import dev.headrace.io.http.policy.Gate;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.io.http.wire.Wire;
import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeTest {
  private static final URI BASE = URI.create("https://api.example");
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final FakeWire wire = new FakeWire();
  private final List<Integer> told = new ArrayList<>();
  private final Gate gate = new Gate(Budget.unlimited().share(0, 1, 4), Retries.defaults());
  private final Tries tries =
      new Tries(
          FetchRequest.get("source", "resource", "/items"),
          new Chain(FetchRequest.get("source", "resource", "/items")),
          0,
          Optional.empty(),
          Clock.systemUTC());

  /** Answers with these, one after the other, and counts the bodies that are open. */
  private static final class FakeWire implements Wire {
    private final List<WireResponse> answers = new ArrayList<>();
    private final List<WireRequest> requests = new ArrayList<>();
    private final List<Duration> timeouts = new ArrayList<>();
    private int open;

    void answer(int status, String... location) {
      Map<String, List<String>> headers =
          location.length == 0 ? Map.of() : Map.of("location", List.of(location));
      answers.add(new WireResponse(status, headers, new CountedBody()));
    }

    @Override
    public CompletableFuture<WireResponse> send(WireRequest request, Duration timeout) {
      requests.add(request);
      timeouts.add(timeout);
      open++;
      return CompletableFuture.completedFuture(answers.get(requests.size() - 1));
    }

    @Override
    public void close() {}

    private final class CountedBody implements Body {
      @Override
      public String sha256() {
        return "";
      }

      @Override
      public long length() {
        return 0;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream("".getBytes(UTF_8));
      }

      @Override
      public void close() {
        open--;
      }
    }
  }

  private final class Token implements Credentials {
    @Override
    public WireRequest applyTo(WireRequest request) {
      return request.withHeader("Authorization", "secret");
    }

    @Override
    public void answered(WireResponse response) {
      told.add(response.status());
    }

    @Override
    public boolean refused() {
      return false;
    }
  }

  private Exchange exchange(Authenticator authenticator) {
    return new Exchange(
        wire,
        authenticator,
        gate,
        new Secrecy(Set.of(), Set.of("key")),
        BASE,
        Retries.defaults().withAttemptTimeout(TIMEOUT),
        Runnable::run);
  }

  private Exchange.Answer send(String method, Map<String, String> headers, String body)
      throws Exception {
    Authenticator authenticator = () -> CompletableFuture.completedFuture(new Token());
    Exchange exchange = exchange(authenticator);
    WireRequest request =
        new WireRequest(method, BASE.resolve("/items"), headers, body.isEmpty() ? null : body);
    return exchange.send(request, tries).get();
  }

  private Exchange.Answer get() throws Exception {
    return send("GET", Map.of(), "");
  }

  private FailedAttempt refused() {
    ExecutionException failed = assertThrows(ExecutionException.class, this::get);
    return assertInstanceOf(FailedAttempt.class, failed.getCause());
  }

  private List<Boolean> withCredentials() {
    return wire.requests.stream()
        .map(request -> request.headers().containsKey("Authorization"))
        .toList();
  }

  private String last() {
    WireRequest last = wire.requests.get(wire.requests.size() - 1);
    return last.method() + " " + last.uri();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 300, 304, 404, 500})
  void whatIsNoRedirectIsTheAnswer(int status) throws Exception {
    wire.answer(status, "/other");
    assertThat(get().response().status(), is(status));
    assertThat(tries.sent(), is(1));
    assertThat(wire.open, is(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectWithoutAPlaceIsTheAnswer(int status) throws Exception {
    wire.answer(status);
    assertThat(get().response().status(), is(status));
    assertThat(wire.open, is(1));
  }

  @ParameterizedTest
  @CsvSource({
    "/there, https://api.example/there",
    "there?x=1, https://api.example/there?x=1",
    "//other.example/x, https://other.example/x",
    "https://other.example/x, https://other.example/x",
  })
  void aRedirectLeadsFromWhereItStands(String location, String expected) throws Exception {
    wire.answer(302, location);
    wire.answer(200);
    assertThat(get().response().status(), is(200));
    assertThat(last(), is("GET " + expected));
    assertThat(tries.sent(), is(2));
    assertThat(wire.open, is(1));
  }

  @Test
  void aRelativeRedirectOfAnotherHostStaysThere() throws Exception {
    wire.answer(302, "https://other.example/a/b");
    wire.answer(302, "c");
    wire.answer(200);
    get();
    assertThat(last(), is("GET https://other.example/a/c"));
    assertThat(withCredentials(), is(List.of(true, false, false)));
  }

  @ParameterizedTest
  @CsvSource({
    "/there, true",
    "https://API.example:443/there, true",
    "https://other.example/, false",
    "https://api.example.evil.example/, false",
    "https://api.example:8443/, false",
    "https://api.example@evil.example/, false",
    "//evil.example, false",
  })
  void credentialsGoToTheApisOwnOriginAlone(String location, boolean own) throws Exception {
    wire.answer(307, location);
    wire.answer(200);
    Exchange.Answer answer = get();
    assertThat(withCredentials(), is(List.of(true, own)));
    assertThat(answer.credentials().isPresent(), is(own));
    assertThat(told, is(own ? List.of(307, 200) : List.of(307)));
  }

  @Test
  void aWayBackHomeHasCredentialsAgain() throws Exception {
    wire.answer(302, "https://login.example/");
    wire.answer(302, "https://api.example/back");
    wire.answer(200);
    get();
    assertThat(withCredentials(), is(List.of(true, false, true)));
    assertThat(told, is(List.of(302, 200)));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 301, GET",
    "GET, 302, GET",
    "GET, 303, GET",
    "GET, 307, GET",
    "GET, 308, GET",
    "HEAD, 301, HEAD",
    "HEAD, 303, HEAD",
    "HEAD, 307, HEAD",
    "POST, 301, GET",
    "POST, 302, GET",
    "POST, 303, GET",
    "POST, 307, POST",
    "POST, 308, POST",
    "PUT, 301, PUT",
    "PUT, 302, PUT",
    "PUT, 303, GET",
    "PUT, 307, PUT",
    "PUT, 308, PUT",
    "DELETE, 302, DELETE",
    "DELETE, 303, GET",
  })
  void theMethodChangesByTheStatus(String method, int status, String expected) throws Exception {
    String body = method.startsWith("P") ? "{}" : "";
    Map<String, String> headers = Map.of("Content-Type", "application/json", "X-Own", "1");
    wire.answer(status, "/there");
    wire.answer(200);

    send(method, headers, body);

    WireRequest next = wire.requests.get(1);
    boolean same = method.equals(expected);
    assertThat(next.method(), is(expected));
    assertThat(Optional.ofNullable(next.body()).orElse(""), is(same ? body : ""));
    assertThat(next.headers().containsKey("Content-Type"), is(same));
    assertThat(next.headers().get("X-Own"), is("1"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.example/, REFUSED",
    "http://[broken, MALFORMED",
    "file:///etc/passwd, MALFORMED",
    "javascript:alert(1), MALFORMED",
    "a b, MALFORMED",
  })
  void aRedirectThatIsNotAllowedIsNotFollowed(String location, Reason reason) {
    wire.answer(302, location);
    assertThat(refused().reason(), is(reason));
    assertThat(wire.requests.size(), is(1));
    assertThat(wire.open, is(0));
  }

  @Test
  void fiveRedirectsAreFollowedAndNoMore() throws Exception {
    for (int i = 0; i < 5; i++) {
      wire.answer(302, "/" + i);
    }
    wire.answer(200);
    get();
    assertThat(tries.sent(), is(6));
  }

  @Test
  void aCircleOfRedirectsIsRefused() {
    for (int i = 0; i < 6; i++) {
      wire.answer(302, "/");
    }
    FailedAttempt refused = refused();
    assertThat(refused.reason(), is(Reason.REFUSED));
    assertThat(refused.detail(), is("The API redirected more than 5 times"));
    assertThat(tries.sent(), is(6));
    assertThat(wire.open, is(0));
  }

  @Test
  void redirectsShareTheTimeOfOneAttempt() throws Exception {
    wire.answer(302, "/");
    wire.answer(302, "/");
    wire.answer(200);
    get();
    for (int i = 0; i < 2; i++) {
      assertThat(wire.timeouts.get(i + 1), is(lessThanOrEqualTo(wire.timeouts.get(i))));
    }
    assertThat(wire.timeouts.get(0), is(lessThanOrEqualTo(TIMEOUT)));
  }

  @Test
  void withoutCredentialsNothingIsSent() {
    IOException none = new IOException("none");
    Exchange exchange = exchange(() -> CompletableFuture.failedFuture(none));
    WireRequest request = new WireRequest("GET", BASE, Map.of(), null);

    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> exchange.send(request, tries).get());

    assertThat(failed.getCause(), is(none));
    assertThat(tries.sent(), is(0));
  }

  @Test
  void credentialsThatNeverComeAreNotWaitedForLongerThanTheDeadline() {
    Exchange exchange =
        new Exchange(
            wire,
            CompletableFuture::new,
            gate,
            new Secrecy(Set.of(), Set.of()),
            BASE,
            Retries.defaults().withDeadline(Duration.ofMillis(50)),
            Runnable::run);
    WireRequest request = new WireRequest("GET", BASE, Map.of(), null);

    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> exchange.send(request, tries).get());

    FailedAttempt attempt = assertInstanceOf(FailedAttempt.class, failed.getCause());
    assertThat(attempt.detail(), containsString("No credentials"));
    assertThat(tries.sent(), is(0));
  }
}
