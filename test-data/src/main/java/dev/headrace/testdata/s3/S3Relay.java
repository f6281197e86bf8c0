package dev.headrace.testdata.s3;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Stands before an S3 endpoint, on the loopback address and a free port, shows every call to its
 * listeners before it is passed on, and lets go wrong what its {@link S3Trouble} says. Calls and
 * answers are passed byte by byte, so that signatures hold.
 */
public final class S3Relay implements AutoCloseable {

  private static final int BACKLOG = 256;

  private final ServerSocket server;
  private final URI s3;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Consumer<S3Call>> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "s3-relay");
            thread.setDaemon(true);
            return thread;
          });
  private volatile S3Trouble trouble = S3Trouble.none();

  private S3Relay(ServerSocket server, URI s3) {
    this.server = server;
    this.s3 = s3;
  }

  /** Starts a relay to an endpoint. */
  public static S3Relay to(URI s3) {
    try {
      ServerSocket server = new ServerSocket();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      S3Relay relay = new S3Relay(server, s3);
      relay.threads.execute(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException("The relay did not start", e);
    }
  }

  /** Where clients are to go, such as {@code http://127.0.0.1:40123}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** What goes wrong from now on. */
  public void let(S3Trouble trouble) {
    this.trouble = trouble;
  }

  /**
   * Shows each later call to a listener before it is passed on. The call waits for it; other
   * connections do not.
   *
   * @return to be closed when the listener has seen enough
   */
  public Listening onCall(Consumer<S3Call> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** A listener that listens. */
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /** Drops every connection. May be called again. */
  @Override
  public void close() {
    closed.countDown();
    drop(server);
    open.forEach(S3Relay::drop);
    threads.shutdown();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        threads.execute(() -> relay(client));
      }
    } catch (IOException | RejectedExecutionException e) {
      // The relay is closed.
      open.forEach(S3Relay::drop);
    }
  }

  private void relay(Socket client) {
    try (client;
        Socket upstream = new Socket(s3.getHost(), s3.getPort())) {
      open.add(upstream);
      new RelayedConnection(client, upstream, this::fateOf, threads, closed).run();
      open.remove(upstream);
    } catch (IOException | RejectedExecutionException e) {
      // One side has gone, and with it the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private S3Trouble.Fate fateOf(S3Call call) {
    listeners.forEach(listener -> listener.accept(call));
    return trouble.next();
  }

  private static void drop(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
