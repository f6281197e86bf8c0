package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** Sees every byte, and how a connection ends. */
final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int MOMENT_MILLIS = 100;

  private final Socket socket;
  private final InputStream in;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  static RawClient of(StubApi api) throws IOException {
    return new RawClient(new Socket(InetAddress.getLoopbackAddress(), api.baseUri().getPort()));
  }

  /** Asks for {@code /} and reads until the connection ends. */
  static Wire get(Answer answer) throws IOException {
    try (StubApi api = StubApi.start(Handler.always(answer));
        RawClient client = of(api)) {
      return client.get("/").rest();
    }
  }

  RawClient get(String target) throws IOException {
    return send("GET " + target + " HTTP/1.1\r\nHost: stub\r\n\r\n");
  }

  RawClient send(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return this;
  }

  String read(int count) throws IOException {
    return new String(in.readNBytes(count), ISO_8859_1);
  }

  /** All lines up to the empty one, which is read as well. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  Wire rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8_192];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        all.write(buffer, 0, read);
      }
      return new Wire(all.toString(ISO_8859_1), Ending.CLOSED);
    } catch (SocketException e) {
      return new Wire(all.toString(ISO_8859_1), Ending.RESET);
    }
  }

  /** Whether the connection stays open, for a moment, without a byte. */
  boolean isSilent() throws IOException {
    socket.setSoTimeout(MOMENT_MILLIS);
    try {
      in.read();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  enum Ending {
    CLOSED,
    RESET
  }

  /** What came until the connection ended, a character for each byte. */
  record Wire(String text, Ending ending) {

    String head() {
      return text().substring(0, text().indexOf("\r\n\r\n") + 4);
    }

    String body() {
      return text().substring(head().length());
    }
  }
}
