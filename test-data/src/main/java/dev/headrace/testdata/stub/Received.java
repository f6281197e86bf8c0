package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as it arrived. */
public final class Received {

  private final RequestHead head;
  private final byte[] body;
  private final int number;
  private final int connection;

  Received(RequestHead head, byte[] body, int number, int connection) {
    this.head = head;
    this.body = body;
    this.number = number;
    this.connection = connection;
  }

  public String method() {
    return head.method();
  }

  /** The path as it was sent, not decoded. */
  public String path() {
    int query = head.target().indexOf('?');
    return query < 0 ? head.target() : head.target().substring(0, query);
  }

  /** The query as it was sent, not decoded; empty if there is none. */
  public String query() {
    int query = head.target().indexOf('?');
    return query < 0 ? "" : head.target().substring(query + 1);
  }

  /** The path, and the query if there is one, as they were sent. */
  public String target() {
    return head.target();
  }

  /** The server's address as the client knows it, without a path. */
  public String baseUri() {
    return "http://" + header("Host").orElse("127.0.0.1");
  }

  /** The decoded parameters of the query; of a repeated one the last. */
  public Map<String, String> parameters() {
    return decode(query());
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters().get(name));
  }

  /** A parameter that is a number; {@code otherwise} if it is missing. */
  public int parameter(String name, int otherwise) {
    return parameter(name).map(Integer::parseInt).orElse(otherwise);
  }

  /** The parameters of a body that is a form; of a repeated one the last. */
  public Map<String, String> form() {
    return decode(bodyText());
  }

  /** The values of every header; names are found in any case. */
  public Map<String, List<String>> headers() {
    Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(head.headers());
    return Collections.unmodifiableMap(copy);
  }

  /** The first value of a header, whose name may be in any case. */
  public Optional<String> header(String name) {
    return head.header(name);
  }

  public byte[] body() {
    return body.clone();
  }

  /** The body, which has to be UTF-8. */
  public String bodyText() {
    return new String(body, UTF_8);
  }

  /** The place of this request among all that arrived: 1 for the first. */
  public int number() {
    return number;
  }

  /** The number of the connection it came by: 1 for the first. */
  public int connection() {
    return connection;
  }

  /** When its first line was read. */
  public Instant receivedAt() {
    return head.receivedAt();
  }

  /** What {@link System#nanoTime()} was when its first line was read. */
  public long receivedNanos() {
    return head.receivedNanos();
  }

  /** Whether the connection may be used again. */
  boolean keepsAlive() {
    String connectionHeader = header("Connection").orElse("");
    return head.version().equals("HTTP/1.1") && !connectionHeader.equalsIgnoreCase("close");
  }

  @Override
  public String toString() {
    return number + ": " + method() + " " + target();
  }

  static Map<String, String> decode(String pairs) {
    Map<String, String> decoded = new LinkedHashMap<>();
    for (String pair : pairs.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      if (!name.isEmpty()) {
        decoded.put(URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8));
      }
    }
    return Collections.unmodifiableMap(decoded);
  }
}
