package dev.headrace.io.http.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Handler;
import dev.headrace.testdata.stub.Received;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpWireTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Answer OK = Answer.json("{}");

  private static Wire wire() {
    return new HttpWire(true, 1 << 20, 1 << 20, ForkJoinPool.commonPool());
  }

  private static WireRequest request(StubApi api, String method, String target) {
    return new WireRequest(method, URI.create(api.baseUri() + target), Map.of(), null);
  }

  private static WireResponse send(WireRequest request) throws Exception {
    return wire().send(request, LONG).get(2, TimeUnit.MINUTES);
  }

  private static ExecutionException failure(WireRequest request) {
    return assertThrows(ExecutionException.class, () -> send(request));
  }

  private static String text(WireResponse response) throws IOException {
    try (Body body = response.body()) {
      return new String(body.bytes(), UTF_8);
    }
  }

  private static Received only(StubApi api) {
    assertThat(api.requestCount(), is(1));
    return api.received().get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT"})
  void whatAKeptConnectionDoesNotAnswerIsSentOnce(String method) throws Exception {
    Handler handler = request -> request.path().equals("/kept") ? OK : OK.closedWithoutAnswer();
    try (StubApi api = StubApi.start(handler)) {
      Set<Integer> kept = new HashSet<>();
      boolean reused = false;
      // A connection is kept only a moment after its answer has come.
      for (int i = 1; i <= 1_000 && !reused; i++) {
        assertThat(text(send(request(api, "GET", "/kept"))), is("{}"));
        kept.add(api.received().get(2 * i - 2).connection());
        ExecutionException failed = failure(request(api, method, "/closed"));
        assertThat(failed.getCause(), is(instanceOf(IOException.class)));
        reused = kept.contains(api.received().get(2 * i - 1).connection());
        assertThat(api.requestCount(), is(2 * i));
      }
      assertThat(reused, is(true));
    }
  }

  @Test
  void whatMeetsAClosingConnectionIsNeverSentTwice() throws Exception {
    try (StubApi api = StubApi.start(request -> OK.thenClosed())) {
      int answered = 0;
      for (int i = 0; i < 50; i++) {
        try {
          text(send(request(api, "GET", "/" + i)));
          answered++;
        } catch (ExecutionException e) {
          assertThat(e.getCause(), is(instanceOf(IOException.class)));
        }
      }
      List<String> paths = api.received().stream().map(Received::path).toList();
      assertThat(paths.size(), is((int) paths.stream().distinct().count()));
      assertThat(answered, is(lessThanOrEqualTo(paths.size())));
      assertThat(paths.size(), is(lessThanOrEqualTo(50)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503})
  void anAnswerIsTheCallersToJudge(int status) throws Exception {
    Answer answer = Answer.status(status).withHeader("Retry-After", "0");
    try (StubApi api = StubApi.start(Handler.always(answer))) {
      assertThat(send(request(api, "GET", "/")).status(), is(status));
      assertThat(api.requestCount(), is(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) throws Exception {
    try (StubApi api = StubApi.start(Handler.always(Answer.redirect(status, "/other")))) {
      WireResponse response = send(request(api, "GET", "/"));
      assertThat(response.status(), is(status));
      assertThat(response.header("Location").orElse(""), is("/other"));
      assertThat(api.requestCount(), is(1));
    }
  }

  @Test
  void manyRequestsAreUnderWayAtOnce() throws Exception {
    CompletableFuture<Void> all = new CompletableFuture<>();
    Handler handler =
        request -> {
          if (request.number() == 200) {
            all.complete(null);
          }
          all.orTimeout(1, TimeUnit.MINUTES).join();
          return Answer.text(request.path());
        };
    try (StubApi api = StubApi.start(handler)) {
      Wire wire = wire();
      List<CompletableFuture<WireResponse>> sent =
          IntStream.range(0, 200)
              .mapToObj(i -> wire.send(request(api, "GET", "/" + i), LONG))
              .toList();
      for (int i = 0; i < 200; i++) {
        assertThat(text(sent.get(i).get()), is("/" + i));
      }
      assertThat(api.requestCount(), is(200));
    }
  }

  @Test
  void aBodyIsSentAsItIsWithItsOwnType() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(OK))) {
      WireRequest post =
          new WireRequest(
              "POST",
              api.baseUri().resolve("/search"),
              Map.of("Content-Type", "application/graphql; v=1"),
              "{\u00e9\ud83d\ude00}");
      text(send(post));

      Received received = only(api);
      assertThat(received.method(), is("POST"));
      assertThat(received.bodyText(), is("{\u00e9\ud83d\ude00}"));
      assertThat(received.headers().get("Content-Type"), is(List.of("application/graphql; v=1")));
      assertThat(received.headers().get("Content-Length"), is(List.of("8")));
    }
  }

  @Test
  void aBodyHasNoTypeThatItWasNotGiven() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(OK))) {
      text(send(new WireRequest("POST", api.baseUri().resolve("/"), Map.of(), "")));
      Received received = only(api);
      assertThat(received.header("Content-Type").isPresent(), is(false));
      assertThat(received.header("Content-Length").orElse(""), is("0"));
    }
  }

  @Test
  void headersGoOutAsTheyAreAndNoneBesidesThatTellOfTheClient() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(OK))) {
      WireRequest request =
          request(api, "GET", "/")
              .withHeader("X-Odd", "a, b;c=\"d\"  e")
              .withHeader("Accept", "*/*");
      text(send(request));

      Map<String, List<String>> headers = only(api).headers();
      assertThat(headers.get("X-Odd"), is(List.of("a, b;c=\"d\"  e")));
      assertThat(headers.get("Accept"), is(List.of("*/*")));
      assertThat(headers.get("User-Agent"), is(List.of("headrace")));
      assertThat(headers.get("Accept-Encoding"), is(List.of("gzip, deflate, br")));
      assertThat(
          headers.keySet(),
          containsInAnyOrder(
              "Accept", "Accept-Encoding", "Connection", "Host", "User-Agent", "X-Odd"));
    }
  }

  @Test
  void aCookieIsNotKept() throws Exception {
    Answer answer = OK.withHeader("Set-Cookie", "session=1; Path=/");
    try (StubApi api = StubApi.start(Handler.always(answer))) {
      text(send(request(api, "GET", "/")));
      text(send(request(api, "GET", "/")));
      assertThat(api.received().get(1).header("Cookie").isPresent(), is(false));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a%2Fb//c;d=1",
        "/?q=1+2%20%C3%A9&empty=&=&a",
        "/a?b?c/d",
        "/x?",
        "/a/../b",
        "/~a'(b)"
      })
  void aTargetIsSentAsItIs(String target) throws Exception {
    try (StubApi api = StubApi.start(Handler.always(OK))) {
      text(send(request(api, "GET", target)));
      assertThat(only(api).target(), is(target));
    }
  }

  @Test
  void theAnswerToAHeadHasHeadersAndNoBody() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(Answer.text("0123456789").gzipped()))) {
      for (int i = 0; i < 2; i++) {
        WireResponse response = send(request(api, "HEAD", "/"));
        assertThat(response.status(), is(200));
        assertThat(response.header("content-encoding").orElse(""), is("gzip"));
        assertThat(text(response), is(""));
      }
    }
  }

  @Test
  void everyValueOfAHeaderIsKeptInItsOrder() throws Exception {
    Answer answer =
        OK.withHeader("Link", "<a>; rel=next")
            .withHeader("X-None", "")
            .withHeader("LINK", "<b>; rel=last");
    try (StubApi api = StubApi.start(Handler.always(answer))) {
      WireResponse response = send(request(api, "GET", "/"));
      assertThat(response.headers().get("link"), is(List.of("<a>; rel=next", "<b>; rel=last")));
      assertThat(response.headers().get("x-none"), is(List.of("")));
      assertThat(response.header("LINK").orElse(""), is("<a>; rel=next"));
      assertThat(response.header("x-missing").isPresent(), is(false));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:1/", "http://127.0.0.1:1/", "http://[::1]:1/"})
  void aPrivateHostIsNotAskedWhereThatIsNotAllowed(String url) {
    Wire wire = new HttpWire(false, 1, 1, ForkJoinPool.commonPool());
    WireRequest request = new WireRequest("GET", URI.create(url), Map.of(), null);

    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> wire.send(request, LONG).get());

    WireException refused = assertInstanceOf(WireException.class, failed.getCause());
    assertThat(refused.reason(), is(Reason.REFUSED));
  }

  @Test
  void aRequestDoesNotPrintItsSecrets() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(OK))) {
      WireRequest request =
          request(api, "GET", "/?key=secret").withHeader("Authorization", "secret");
      assertThat(request.toString(), is("GET to 127.0.0.1"));
      assertThat(api.received(), is(empty()));
    }
  }
}
