package dev.headrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The server of a benchmark, in a JVM of its own. Prints its port, then for every line that it
 * reads what it has seen since the last one, and ends when there are no more lines.
 */
final class ServerMain {
  private static final int BACKLOG = 1_024;

  private ServerMain() {}

  public static void main(String[] args) throws Exception {
    Traffic traffic = new Traffic();
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(BACKLOG);
    server.addConnector(connector);
    server.setHandler(new ItemHandler(Duration.parse(args[0]), traffic));
    server.start();
    System.out.println(connector.getLocalPort());
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    while (in.readLine() != null) {
      System.out.println(traffic.take().line());
    }
    server.stop();
  }
}
