package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StubApiTest {

  private static final Handler ECHO = request -> Answer.text(request.bodyText());

  @Test
  void tellsWhatArrived() throws Exception {
    Instant before = Instant.now();
    long nanos = System.nanoTime();
    try (StubApi api = StubApi.start(Handler.always(Answer.json("[1]")))) {
      HttpResponse<byte[]> response = Http.get(api, "/a%20b?c=d%20e&f=&c=g", "X-Asked", "twice");

      assertThat(new String(response.body(), UTF_8), is("[1]"));
      Received received = api.received().get(0);
      assertThat(received.method(), is("GET"));
      assertThat(received.path(), is("/a%20b"));
      assertThat(received.query(), is("c=d%20e&f=&c=g"));
      assertThat(received.parameters().toString(), is("{c=g, f=}"));
      assertThat(received.header("x-asked").orElseThrow(), is("twice"));
      assertThat(received.headers().get("X-ASKED"), contains("twice"));
      assertThat(received.number(), is(1));
      assertThat(received.connection(), is(1));
      assertThat(received.baseUri(), is(api.baseUri().toString()));
      assertThat(received.receivedAt(), is(greaterThanOrEqualTo(before)));
      assertThat(received.receivedNanos() - nanos, is(greaterThan(0L)));
      assertThat(api.requestCount(), is(1));
    }
  }

  @Test
  void readsBodiesOfEitherKind() throws Exception {
    byte[] body = "ü".repeat(100_000).getBytes(UTF_8);
    BodyPublisher known = BodyPublishers.ofByteArray(body);
    BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    try (StubApi api = StubApi.start(ECHO)) {
      for (BodyPublisher publisher : List.of(known, chunked)) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.baseUri()).POST(publisher);

        assertThat(Http.send(request.expectContinue(true)).body(), is(body));
      }
      assertThat(api.received().get(1).header("Transfer-Encoding").orElse(""), is("chunked"));
    }
  }

  @Test
  void keepsConnectionsUntilTheClientSaysOtherwise() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(Answer.text("x")));
        RawClient client = RawClient.of(api)) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/" + i).head(), startsWith("HTTP/1.1 200 OK\r\n"));
        assertThat(client.read(1), is("x"));
      }
      client.send("GET /last HTTP/1.1\r\nHost: stub\r\nConnection: close\r\n\r\n");

      assertThat(client.rest().head(), containsString("\r\nConnection: close\r\n"));
      assertThat(
          api.received().stream().map(Received::connection).distinct().toList(), is(List.of(1)));
    }
  }

  @Test
  void sendsNoBodyToHead() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(Answer.json("[1]")));
        RawClient client = RawClient.of(api)) {
      client.send("HEAD / HTTP/1.1\r\nHost: stub\r\nConnection: close\r\n\r\n");

      assertThat(client.rest().text(), endsWith("Content-Length: 3\r\nConnection: close\r\n\r\n"));
    }
  }

  @Test
  void answersWithTheErrorOfItsHandler() throws Exception {
    Handler failing =
        request -> {
          throw new IllegalStateException("no idea");
        };
    try (StubApi api = StubApi.start(failing)) {
      HttpResponse<byte[]> response = Http.get(api, "/");

      assertThat(response.statusCode(), is(500));
      assertThat(new String(response.body(), UTF_8), containsString("no idea"));
    }
  }

  @Test
  void givesAnswersInOrder() throws Exception {
    Handler handler =
        Handler.inOrder(Answer.status(500), Answer.status(503), Answer.status(200))
            .butFirst(1, Answer.status(429));
    try (StubApi api = StubApi.start(handler)) {
      List<Integer> statuses =
          List.of(status(api), status(api), status(api), status(api), status(api));

      assertThat(statuses, contains(429, 500, 503, 200, 200));
    }
  }

  @Test
  void waitsBeforeAnAnswer() throws Exception {
    Duration delay = Duration.ofMillis(150);
    try (StubApi api = StubApi.start(Handler.always(Answer.text("x").after(delay)))) {
      long start = System.nanoTime();
      Http.get(api, "/");

      assertThat(System.nanoTime() - start, is(greaterThanOrEqualTo(delay.toNanos())));
    }
  }

  @Test
  void countsRequestsInProgress() throws Exception {
    CyclicBarrier together = new CyclicBarrier(5);
    Handler handler =
        request -> {
          await(together);
          return Answer.text("x");
        };
    try (StubApi api = StubApi.start(handler)) {
      inParallel(5, 1, api);

      assertThat(api.maxConcurrent(), is(5));
    }
  }

  @Test
  void doesNotCountWhatFollowsAsConcurrent() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(Answer.text("x".repeat(200_000))))) {
      for (int i = 0; i < 200; i++) {
        try (RawClient client = RawClient.of(api)) {
          client.get("/").head();
          client.read(200_000);
        }
      }

      assertThat(api.maxConcurrent(), is(1));
    }
  }

  @Test
  void servesTwoHundredConnectionsAtOnce() throws Exception {
    CyclicBarrier together = new CyclicBarrier(200);
    Handler handler =
        request -> {
          await(together);
          return Answer.json("[]");
        };
    try (StubApi api = StubApi.start(handler)) {
      inParallel(200, 5, api);

      assertThat(api.requestCount(), is(1_000));
      assertThat(api.maxConcurrent(), is(200));
      assertThat(
          api.received().stream().map(Received::number).toList(),
          is(IntStream.rangeClosed(1, 1_000).boxed().toList()));
    }
  }

  @Test
  void servesThousandsOfRequestsOverKeptConnections() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(Answer.json("[{\"id\":1}]")))) {
      inParallel(16, 1_000, api);

      assertThat(api.requestCount(), is(16_000));
    }
  }

  @Test
  void tellsHowManyRequestsItsSecondsHad() throws Exception {
    Answer late = Answer.text("x").after(Duration.ofSeconds(1));
    try (StubApi api = StubApi.start(Handler.always(late))) {
      Http.get(api, "/");
      assertThat(api.rates().median(), is(0));
      Http.get(api, "/");

      assertThat(api.rates().median(), is(1));
    }
  }

  @Test
  void endsStallsAndDelaysWhenItIsClosed() throws Exception {
    Answer late = Answer.text("x").after(Duration.ofHours(1));
    StubApi api = StubApi.start(Handler.inOrder(Answer.text("x").stallingBeforeHeaders(), late));
    try (RawClient stalled = RawClient.of(api);
        RawClient delayed = RawClient.of(api)) {
      stalled.get("/");
      delayed.get("/");
      api.close();
      api.close();

      assertThat(stalled.rest().text(), is(""));
      assertThat(delayed.rest().text(), is(""));
    }
  }

  @Test
  void leadsByTheLongestPrefix() throws Exception {
    Routes routes =
        Routes.create()
            .with("/", Handler.always(Answer.status(201)))
            .with("/a", Handler.always(Answer.status(202)))
            .with("/a/b", Handler.always(Answer.status(203)));
    try (StubApi api = StubApi.start(routes);
        StubApi none = StubApi.start(Routes.create().with("/a", ECHO))) {
      assertThat(Http.get(api, "/ab").statusCode(), is(201));
      assertThat(Http.get(api, "/a?b=c").statusCode(), is(202));
      assertThat(Http.get(api, "/a/b/c").statusCode(), is(203));
      assertThat(Http.get(none, "/ab").statusCode(), is(404));
    }
  }

  @Test
  void isFoundAtItsOwnPort() {
    try (StubApi one = StubApi.start(ECHO);
        StubApi other = StubApi.start(ECHO)) {
      assertThat(one.baseUri(), is(not(other.baseUri())));
      assertThat(one.baseUri(), is(URI.create("http://127.0.0.1:" + one.baseUri().getPort())));
    }
  }

  private static int status(StubApi api) throws Exception {
    return Http.get(api, "/").statusCode();
  }

  /** Each client has a connection of its own, and asks on it again and again. */
  private static void inParallel(int clients, int times, StubApi api) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    CountDownLatch ready = new CountDownLatch(clients);
    try {
      List<Future<?>> running =
          IntStream.range(0, clients)
              .<Future<?>>mapToObj(i -> threads.submit(() -> ask(api, times, ready)))
              .toList();
      for (Future<?> client : running) {
        client.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Object ask(StubApi api, int times, CountDownLatch ready) throws Exception {
    try (RawClient client = RawClient.of(api)) {
      ready.countDown();
      ready.await();
      for (int i = 0; i < times; i++) {
        String head = client.get("/").head();
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        client.read(Integer.parseInt(head.substring(at, head.indexOf('\r', at))));
      }
      return times;
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
