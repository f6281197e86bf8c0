package dev.headrace.testdata.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The JDK's HTTP server, for this machine alone. */
public final class LoopbackHttp {
  static {
    // The server sends the head of an answer and its body apart: without this the body waits until
    // the client has acknowledged the head, which it does after 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private LoopbackHttp() {}

  /** A server on any free port, which is not started yet. */
  public static HttpServer create() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }
}
