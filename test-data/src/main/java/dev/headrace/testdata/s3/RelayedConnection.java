package dev.headrace.testdata.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls of one connection, one after the other, and their answers. */
final class RelayedConnection {

  private static final int BUFFER = 1 << 16;
  private static final int DELAY_SECONDS = 2;
  private static final String CONTINUE = "HTTP/1.1 100";
  private static final String SLOW_DOWN_BODY =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          + "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";

  private final Socket client;
  private final Socket upstream;
  private final Function<S3Call, S3Trouble.Fate> fates;
  private final Executor threads;
  private final CountDownLatch closed;
  private volatile S3Trouble.Fate fate = S3Trouble.Fate.PASSED;

  RelayedConnection(
      Socket client,
      Socket upstream,
      Function<S3Call, S3Trouble.Fate> fates,
      Executor threads,
      CountDownLatch closed) {
    this.client = client;
    this.upstream = upstream;
    this.fates = fates;
    this.threads = threads;
    this.closed = closed;
  }

  void run() throws IOException, InterruptedException {
    client.setTcpNoDelay(true);
    upstream.setTcpNoDelay(true);
    threads.execute(this::relayAnswers);
    InputStream in = new BufferedInputStream(client.getInputStream(), BUFFER);
    OutputStream out = upstream.getOutputStream();
    byte @Nullable [] head = head(in);
    while (head != null) {
      S3Call call = parse(head);
      fate = fates.apply(call);
      switch (fate) {
        case RESET -> {
          reset();
          return;
        }
        case SLOW_DOWN -> {
          refuse(call, in);
          return;
        }
        case DELAYED -> {
          if (closed.await(DELAY_SECONDS, TimeUnit.SECONDS)) {
            return;
          }
        }
        case PASSED, ANSWER_LOST, ANSWER_CUT -> {}
      }
      out.write(head);
      out.flush();
      copy(in, out, call.contentLength());
      head = head(in);
    }
  }

  /** Answers are passed as they come: the next call begins only when the last is answered. */
  private void relayAnswers() {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = upstream.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        boolean last = !new String(buffer, 0, Math.min(n, 32), ISO_8859_1).startsWith(CONTINUE);
        if (last && fate == S3Trouble.Fate.ANSWER_LOST) {
          reset();
          return;
        }
        if (last && fate == S3Trouble.Fate.ANSWER_CUT) {
          out.write(buffer, 0, n / 2);
          out.flush();
          reset();
          return;
        }
        out.write(buffer, 0, n);
        out.flush();
      }
      client.close();
    } catch (IOException e) {
      // Either side has gone; the other is closed by whoever reads the calls.
    }
  }

  /** A socket closed without lingering is reset. */
  private void reset() throws IOException {
    client.setSoLinger(true, 0);
    client.close();
    upstream.close();
  }

  private void refuse(S3Call call, InputStream in) throws IOException {
    if (!call.expectsContinue()) {
      copy(in, OutputStream.nullOutputStream(), call.contentLength());
    }
    String body = call.method().equals("HEAD") ? "" : SLOW_DOWN_BODY;
    String answer =
        "HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\n"
            + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
    client.getOutputStream().write(answer.getBytes(ISO_8859_1));
    client.getOutputStream().flush();
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = length;
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new EOFException("The call ends early");
      }
      out.write(buffer, 0, n);
      out.flush();
      left -= n;
    }
  }

  /** The lines before the body with the empty one; null if there is no other call. */
  private static byte @Nullable [] head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int newlines = 0;
    while (newlines < 2) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      head.write(b);
      if (b == '\n') {
        newlines++;
      } else if (b != '\r') {
        newlines = 0;
      }
    }
    return head.toByteArray();
  }

  private static S3Call parse(byte[] head) throws ProtocolException {
    String[] lines = new String(head, ISO_8859_1).split("\r?\n", -1);
    String[] request = lines[0].split(" ", -1);
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
    }
    if (request.length != 3 || headers.containsKey("transfer-encoding")) {
      throw new ProtocolException("Not a call with a length: " + lines[0]);
    }
    return new S3Call(request[0], request[1].split("\\?", 2)[0], headers);
  }
}
