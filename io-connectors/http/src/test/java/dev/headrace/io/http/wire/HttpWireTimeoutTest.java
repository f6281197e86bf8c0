package dev.headrace.io.http.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the connection of an exchange that is broken off. */
class HttpWireTimeoutTest {
  private static final int ENDS_AT_LAST = 60_000;
  private static final int EXCHANGES = 500;

  private static CompletableFuture<WireResponse> send(ServerSocket server, Duration timeout) {
    URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    Wire wire = new HttpWire(true, 1 << 20, 1 << 20, ForkJoinPool.commonPool());
    return wire.send(new WireRequest("GET", uri, Map.of(), null), timeout);
  }

  private static ServerSocket server() throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout(ENDS_AT_LAST);
    return server;
  }

  /** Answers with so much. */
  private static Socket answered(ServerSocket server, String answer) throws IOException {
    Socket connection = server.accept();
    connection.setSoTimeout(ENDS_AT_LAST);
    connection.getOutputStream().write(answer.getBytes(US_ASCII));
    return connection;
  }

  /** Reads what the client has sent until it has gone; fails by a timeout if it stays. */
  private static void awaitEnd(Socket connection) throws IOException {
    try {
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      // A reset is an end, too.
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf.",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf.\r\n",
      })
  void aTimeoutClosesTheConnection(String answer) throws Exception {
    try (ServerSocket server = server()) {
      CompletableFuture<WireResponse> response = send(server, Duration.ofMillis(300));
      try (Socket connection = answered(server, answer)) {
        ExecutionException failed = assertThrows(ExecutionException.class, response::get);
        assertThat(failed.getCause(), is(instanceOf(TimeoutException.class)));
        awaitEnd(connection);
      }
    }
  }

  @Test
  void cancellingClosesTheConnectionWhenItsTimeIsUpAtTheLatest() throws Exception {
    try (ServerSocket server = server()) {
      CompletableFuture<WireResponse> response = send(server, Duration.ofSeconds(5));
      String half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf.";
      try (Socket connection = answered(server, half)) {
        response.cancel(true);
        awaitEnd(connection);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf."})
  void noConnectionStaysOpenAtWhateverMomentTheTimeIsUp(String answer) throws Exception {
    Random random = new Random(3);
    ExecutorService threads = Executors.newCachedThreadPool();
    Queue<Future<?>> ends = new ConcurrentLinkedQueue<>();
    try (ServerSocket server = new ServerSocket(0, EXCHANGES, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(ENDS_AT_LAST);
      Future<?> accepting = threads.submit(() -> acceptAll(server, answer, threads, ends));
      List<CompletableFuture<WireResponse>> sent = new ArrayList<>();
      for (int i = 0; i < EXCHANGES; i++) {
        sent.add(send(server, Duration.ofMillis(random.nextInt(i / 5 + 1))));
      }
      for (CompletableFuture<WireResponse> response : sent) {
        ExecutionException failed = assertThrows(ExecutionException.class, response::get);
        assertThat(failed.getCause(), is(instanceOf(TimeoutException.class)));
      }
      server.close();
      accepting.get();
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static @Nullable Void acceptAll(
      ServerSocket server, String answer, ExecutorService threads, Queue<Future<?>> ends)
      throws IOException {
    while (!server.isClosed()) {
      try {
        Socket connection = answered(server, answer);
        ends.add(
            threads.submit(
                () -> {
                  try (connection) {
                    awaitEnd(connection);
                  }
                  return null;
                }));
      } catch (SocketException e) {
        // The server is closed, or the client has gone already.
      }
    }
    return null;
  }
}
