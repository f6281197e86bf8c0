package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the requests of one connection. */
final class RequestReader {

  private final InputStream in;

  RequestReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** The head of the next request; empty if the client has closed the connection. */
  Optional<RequestHead> head() throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    String line = (char) first + line();
    Instant receivedAt = Instant.now();
    long receivedNanos = System.nanoTime();
    String[] parts = line.split(" ", -1);
    if (parts.length != 3) {
      throw new ProtocolException("not a request line: " + line);
    }
    return Optional.of(
        new RequestHead(parts[0], parts[1], parts[2], headers(), receivedAt, receivedNanos));
  }

  byte[] body(RequestHead head) throws IOException {
    if (head.header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
      return chunks();
    }
    return exactly(Integer.parseInt(head.header("Content-Length").orElse("0")));
  }

  /** Waits until the client has gone. What it sends until then is dropped. */
  void awaitEnd() throws IOException {
    byte[] dropped = new byte[1_024];
    while (in.read(dropped) >= 0) {
      // More of what nobody will answer.
    }
  }

  private Map<String, List<String>> headers() throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new ProtocolException("not a header: " + line);
      }
      headers
          .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.writeBytes(exactly(size));
      line();
    }
    headers(); // The trailer.
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the request ends early");
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the request ends early");
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }
}
