package dev.headrace.io.http.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.io.http.wire.Wire;
import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.fetch.Body;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers by a function, in memory, and counts the bodies that nobody closed. */
final class FakeWire implements Wire {
  private final Answers answers;
  private final List<WireRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();

  /** What a request is answered with. */
  interface Answers {
    CompletableFuture<WireResponse> answer(int count, WireRequest request);
  }

  FakeWire(Answers answers) {
    this.answers = answers;
  }

  /** Answers with these, one after the other. */
  static FakeWire inTurn(List<CompletableFuture<WireResponse>> answers) {
    return new FakeWire((count, request) -> answers.get(count));
  }

  static CompletableFuture<WireResponse> answer(int status, String body, String... header) {
    Map<String, List<String>> headers =
        header.length == 0 ? Map.of() : Map.of(header[0], List.of(header[1]));
    return CompletableFuture.completedFuture(
        new WireResponse(status, headers, Body.of(body.getBytes(UTF_8))));
  }

  static CompletableFuture<WireResponse> token(String token, int expiresInSeconds) {
    return answer(
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
            .formatted(token, expiresInSeconds));
  }

  List<WireRequest> requests() {
    return requests;
  }

  int openBodies() {
    return open.get();
  }

  @Override
  public CompletableFuture<WireResponse> send(WireRequest request, Duration timeout) {
    int count;
    synchronized (requests) {
      count = requests.size();
      requests.add(request);
    }
    return answers
        .answer(count, request)
        .thenApply(
            response ->
                new WireResponse(response.status(), response.headers(), watched(response.body())));
  }

  private Body watched(Body body) {
    open.incrementAndGet();
    return new Body() {
      @Override
      public String sha256() {
        return body.sha256();
      }

      @Override
      public long length() {
        return body.length();
      }

      @Override
      public InputStream open() throws java.io.IOException {
        return body.open();
      }

      @Override
      public void close() {
        open.decrementAndGet();
        body.close();
      }
    };
  }

  @Override
  public void close() {}
}
