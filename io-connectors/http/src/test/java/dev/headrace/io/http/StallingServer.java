package dev.headrace.io.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Answers every request with headers and half a body, and then says no more. */
final class StallingServer implements AutoCloseable {
  private final ServerSocket server;
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();

  private StallingServer(ServerSocket server) {
    this.server = server;
  }

  static StallingServer start() throws IOException {
    StallingServer stalling =
        new StallingServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(stalling::serve, "stalling-server");
    thread.setDaemon(true);
    thread.start();
    return stalling;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        connections.add(connection);
        connection
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf.".getBytes(US_ASCII));
      } catch (IOException e) {
        // The test is over, or its client has gone.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
