package dev.headrace.testdata.stub;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * An HTTP/1.1 server whose every answer, and every byte of it, is up to a {@link Handler}.
 *
 * <p>It speaks to the socket itself, so that an {@link Answer} can break the protocol in any way.
 * It keeps connections alive, answers each on a thread of its own, and listens on the loopback
 * address only, at a free port. Its threads do not keep the virtual machine alive.
 */
public final class StubApi implements AutoCloseable {

  private static final int BACKLOG = 1_024;

  private final ServerSocket server;
  private final Handler handler;
  private final Arrivals arrivals = new Arrivals();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "stub-api");
            thread.setDaemon(true);
            return thread;
          });

  private StubApi(ServerSocket server, Handler handler) {
    this.server = server;
    this.handler = handler;
  }

  /** Starts a server. */
  public static StubApi start(Handler handler) {
    try {
      ServerSocket server = new ServerSocket();
      server.bind(new InetSocketAddress(loopback(), 0), BACKLOG);
      StubApi api = new StubApi(server, handler);
      api.threads.execute(api::accept);
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException("The server did not start", e);
    }
  }

  /** Where the server listens, without a path: {@code http://127.0.0.1:PORT}. */
  public URI baseUri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Every request so far, in the order in which they had arrived completely. */
  public List<Received> received() {
    return arrivals.all();
  }

  /** The number of requests that have arrived, answered or not. */
  public int requestCount() {
    return arrivals.count();
  }

  /**
   * The highest number of requests in progress at one time. A request is in progress from its
   * arrival until the last byte of its answer is sent, a stalling one until its client has gone.
   */
  public int maxConcurrent() {
    return arrivals.maxInProgress();
  }

  /** How many requests the seconds had so far. */
  public Rates rates() {
    return arrivals.rates();
  }

  /** Stops the server, drops every connection and ends every wait. May be called again. */
  @Override
  public void close() {
    closed.countDown();
    drop(server);
    open.forEach(StubApi::drop);
    threads.shutdown();
  }

  private void accept() {
    int connections = 0;
    try {
      while (true) {
        Socket socket = server.accept();
        connections++;
        open.add(socket);
        Connection connection =
            new Connection(socket, connections, handler, arrivals, this::awaitClose);
        threads.execute(() -> serve(connection, socket));
      }
    } catch (IOException | RejectedExecutionException e) {
      // The server is closed. A connection accepted meanwhile is not in anybody's hands any more.
      open.forEach(StubApi::drop);
    }
  }

  private void serve(Connection connection, Socket socket) {
    try {
      connection.run();
    } finally {
      open.remove(socket);
    }
  }

  private void awaitClose(Duration atMost) throws InterruptedException {
    if (!atMost.isZero() && closed.await(atMost.toNanos(), NANOSECONDS)) {
      throw new InterruptedException("the server is closed");
    }
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private static void drop(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
