package dev.headrace.runners.direct;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The way of one process to a server. Of a process that was killed there may be requests left that
 * the server has not read yet, or not answered: once the passage is closed, there are none.
 */
final class Passage implements AutoCloseable {
  private static final int BACKLOG = 256;

  /** Far more than any machine takes. */
  private static final int PATIENCE_MILLIS = 600_000;

  private final ServerSocket entrance;
  private final URI to;
  private final Queue<Thread> passing = new ConcurrentLinkedQueue<>();
  private final Thread porter = new Thread(this::letIn, "passage");

  private Passage(ServerSocket entrance, URI to) {
    this.entrance = entrance;
    this.to = to;
  }

  static Passage to(URI server) throws IOException {
    ServerSocket entrance = new ServerSocket();
    entrance.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    Passage passage = new Passage(entrance, server);
    passage.porter.setDaemon(true);
    passage.porter.start();
    return passage;
  }

  /** Where the process is to go. */
  URI entrance() {
    return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
  }

  private void letIn() {
    try {
      while (true) {
        Socket client = entrance.accept();
        passing.add(start(() -> pass(client)));
      }
    } catch (IOException e) {
      // The entrance is closed.
    }
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task, "passage");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Until the server has closed the connection, which it does when it has answered. */
  private void pass(Socket client) {
    try (client;
        Socket server = new Socket(to.getHost(), to.getPort())) {
      Thread answers = start(() -> passAnswers(server, client));
      passRequests(client, server);
      answers.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void passRequests(Socket client, Socket server) {
    try {
      client.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException e) {
      // Either side has gone.
    }
    try {
      server.shutdownOutput();
    } catch (IOException e) {
      // The server has gone.
    }
  }

  /** To the end, though nobody may be there to hear them. */
  private static void passAnswers(Socket server, Socket client) {
    byte[] buffer = new byte[1 << 16];
    try (client) {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      boolean heard = true;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        heard = heard && isHeard(out, buffer, n);
      }
    } catch (IOException e) {
      // The server has gone.
    }
  }

  private static boolean isHeard(OutputStream out, byte[] answer, int length) {
    try {
      out.write(answer, 0, length);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Lets nobody in any more, and waits until the server has done what it was asked for. */
  @Override
  public void close() throws IOException, InterruptedException {
    entrance.close();
    requireEnd(porter);
    for (Thread thread : passing) {
      requireEnd(thread);
    }
  }

  private static void requireEnd(Thread thread) throws InterruptedException {
    thread.join(PATIENCE_MILLIS);
    if (thread.isAlive()) {
      throw new IllegalStateException("The process or the server has not closed its connection");
    }
  }
}
