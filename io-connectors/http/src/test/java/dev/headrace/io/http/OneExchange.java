package dev.headrace.io.http;

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
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
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
import org.jspecify.annotations.Nullable;

/** One request, sent in memory with a token, and what was seen of it on the way. */
final class OneExchange {
  static final Duration TIMEOUT = Duration.ofMinutes(1);

  private static final URI BASE = URI.create("https://api.example");
  private static final FetchRequest REQUEST = FetchRequest.get("source", "resource", "/items");

  private final List<WireResponse> answers = new ArrayList<>();
  private final List<WireRequest> requests = new ArrayList<>();
  private final List<Duration> timeouts = new ArrayList<>();
  private final List<Integer> told = new ArrayList<>();
  private final Tries tries =
      new Tries(
          REQUEST,
          new Chain(REQUEST),
          0,
          Optional.empty(),
          new Announcer(requests -> {}, 1),
          Clock.systemUTC());
  private int open;

  /** Answers with these, one after the other, and counts the bodies that are open. */
  private final class ScriptedWire implements Wire {
    @Override
    public CompletableFuture<WireResponse> send(WireRequest request, Duration timeout) {
      requests.add(request);
      timeouts.add(timeout);
      open++;
      return CompletableFuture.completedFuture(answers.get(requests.size() - 1));
    }

    @Override
    public void close() {}
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

  /** Has the next request answered with this. */
  void answer(int status, String... location) {
    Map<String, List<String>> headers =
        location.length == 0 ? Map.of() : Map.of("location", List.of(location));
    answers.add(
        new WireResponse(status, headers, new WatchedBody(Body.of(new byte[0]), () -> open--)));
  }

  Exchange.Answer get() throws Exception {
    return send("GET", Map.of(), "");
  }

  Exchange.Answer send(String method, Map<String, String> headers, String body) throws Exception {
    WireRequest request =
        new WireRequest(method, BASE.resolve("/items"), headers, body.isEmpty() ? null : body);
    return send(
        request,
        () -> CompletableFuture.completedFuture(new Token()),
        Retries.defaults().withAttemptTimeout(TIMEOUT));
  }

  /** Why a GET failed that may not be sent any further. */
  FailedAttempt refused() {
    ExecutionException failed = assertThrows(ExecutionException.class, this::get);
    return assertInstanceOf(FailedAttempt.class, failed.getCause());
  }

  /** Why a GET failed with these. */
  @Nullable Throwable failureOf(Authenticator authenticator, Retries retries) {
    WireRequest request = new WireRequest("GET", BASE, Map.of(), null);
    return assertThrows(ExecutionException.class, () -> send(request, authenticator, retries))
        .getCause();
  }

  private Exchange.Answer send(WireRequest request, Authenticator authenticator, Retries retries)
      throws Exception {
    Gate gate = new Gate(Budget.unlimited().share(0, 1, 4), Retries.defaults());
    Secrecy secrecy = new Secrecy(Set.of(), Set.of("key"));
    return new Exchange(
            new ScriptedWire(), authenticator, gate, secrecy, BASE, retries, Runnable::run)
        .send(request, tries)
        .get();
  }

  List<WireRequest> requests() {
    return requests;
  }

  /** The method and the URL of the last request. */
  String last() {
    WireRequest last = requests.get(requests.size() - 1);
    return last.method() + " " + last.uri();
  }

  /** Of every request, whether it had the token. */
  List<Boolean> withCredentials() {
    return requests.stream()
        .map(request -> request.headers().containsKey("Authorization"))
        .toList();
  }

  List<Duration> timeouts() {
    return timeouts;
  }

  /** The statuses that the token was told of. */
  List<Integer> told() {
    return told;
  }

  int sent() {
    return tries.sent();
  }

  int openBodies() {
    return open;
  }
}
