package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;

/**
 * What a request is answered: a status, headers and a body, and what is wrong with them or with the
 * way they are sent. Immutable; each method returns another answer, and all can be combined.
 *
 * <p>Unless told otherwise an answer has a {@code Content-Length}, comes at once, and leaves the
 * connection open. Nothing is sent after the head of a 1xx, 204 or 304 or to a {@code HEAD}.
 */
public final class Answer {

  private static final String JSON = "application/json";

  private final Parts parts;

  private Answer(Parts parts) {
    this.parts = parts;
  }

  /** An empty answer. Any number can be a status: 799 is one that nobody knows. */
  public static Answer status(int status) {
    return new Answer(Parts.of(status, Body.of(new byte[0])));
  }

  public static Answer json(String body) {
    return bytes(JSON, body.getBytes(UTF_8));
  }

  public static Answer text(String body) {
    return bytes("text/plain; charset=utf-8", body.getBytes(UTF_8));
  }

  public static Answer bytes(String contentType, byte[] body) {
    return of(contentType, Body.of(body.clone()));
  }

  /** JSON that is encoded already, as {@code contentEncoding} says. */
  public static Answer encoded(String contentEncoding, byte[] body) {
    return bytes(JSON, body).withHeader("Content-Encoding", contentEncoding);
  }

  /**
   * A JSON array of exactly that many bytes, which never is in memory as a whole. {@link
   * StreamedJson} tells what is in it.
   */
  public static Answer streamed(long length) {
    return of(JSON, StreamedJson.of(length));
  }

  /**
   * The gzip of an empty JSON array with so much white space that it has exactly {@code
   * decompressedBytes}. About a thousandth of that is sent, and nothing of it is kept in memory.
   */
  public static Answer gzipBomb(long decompressedBytes) {
    return of(JSON, GzipBomb.of(decompressedBytes)).withHeader("Content-Encoding", "gzip");
  }

  /** An empty answer that sends the client elsewhere; the location is sent as it is. */
  public static Answer redirect(int status, String location) {
    return status(status).withHeader("Location", location);
  }

  public Answer withStatus(int status) {
    return new Answer(parts.status(status));
  }

  /**
   * Adds a header, also if there is one of that name. A {@code Content-Length} takes the place of
   * the right one.
   */
  public Answer withHeader(String name, String value) {
    return new Answer(parts.adding(name, value));
  }

  public Answer withoutHeader(String name) {
    return new Answer(parts.without(name));
  }

  /** Waits before the first byte. */
  public Answer after(Duration delay) {
    return new Answer(parts.delay(delay));
  }

  public Answer gzipped() {
    return encoded(Coding.GZIP);
  }

  /** As {@code deflate} is meant: in zlib's format. */
  public Answer deflated() {
    return encoded(Coding.DEFLATE);
  }

  /** As {@code deflate} is often misunderstood: without zlib's head and checksum. */
  public Answer rawDeflated() {
    return encoded(Coding.RAW_DEFLATE);
  }

  /**
   * Encodes the body, well or badly.
   *
   * @throws IllegalStateException if the body is too large for an array
   */
  public Answer encoded(Coding coding) {
    return new Answer(
        parts.body(coding.encode(parts.body().bytes())).adding("Content-Encoding", coding.token()));
  }

  /**
   * Makes the body something that the client does not expect.
   *
   * @throws IllegalStateException if the body is too large for an array
   */
  public Answer spoiled(Spoilage spoilage) {
    return new Answer(parts.body(spoilage.spoil(parts.body().bytes())));
  }

  /** Does something else with the lines before the body. */
  public Answer withHead(Head head) {
    return new Answer(parts.head(head));
  }

  /** Sends the body in three chunks or more, none larger than 8 KiB. */
  public Answer chunked() {
    return new Answer(parts.framing(Framing.CHUNKED));
  }

  /** Sends neither length nor chunks: the end of the connection is the end of the body. */
  public Answer untilClose() {
    return new Answer(parts.framing(Framing.UNTIL_CLOSE));
  }

  /** Sends chunks of which the second has a size that is not a number, then closes. */
  public Answer badChunkSize() {
    return new Answer(parts.framing(Framing.BAD_CHUNK_SIZE));
  }

  /** Sends chunks, but closes without the empty one that ends them. */
  public Answer missingLastChunk() {
    return new Answer(parts.framing(Framing.NO_LAST_CHUNK));
  }

  /** Resets the connection before the first byte. */
  public Answer reset() {
    return ending(Delivery.End.RESET, Delivery.NOTHING);
  }

  /**
   * Resets the connection after so many bytes of the body. If they are more than a socket's buffer
   * holds, the reset may overtake the last of them.
   */
  public Answer resetAfter(long bodyBytes) {
    return ending(Delivery.End.RESET, bodyBytes);
  }

  /** Closes the connection, in good order, before the first byte. */
  public Answer closedWithoutAnswer() {
    return ending(Delivery.End.CLOSE, Delivery.NOTHING);
  }

  /** Closes the connection, in good order, after so many bytes of the body. */
  public Answer closedAfter(long bodyBytes) {
    return ending(Delivery.End.CLOSE, bodyBytes);
  }

  /** Closes the connection after the complete answer, without having said that it would. */
  public Answer thenClosed() {
    return ending(Delivery.End.CLOSE, Delivery.ALL);
  }

  /** Sends nothing until the client goes or the server is closed. */
  public Answer stallingBeforeHeaders() {
    return ending(Delivery.End.STALL, Delivery.NOTHING);
  }

  /**
   * Sends so many bytes of the body, then nothing until the client goes or the server is closed.
   */
  public Answer stallingAfter(long bodyBytes) {
    return ending(Delivery.End.STALL, bodyBytes);
  }

  /** Waits before each byte of the body. */
  public Answer trickling(Duration interval) {
    return new Answer(parts.delivery(parts.delivery().every(interval)));
  }

  Parts parts() {
    return parts;
  }

  private Answer ending(Delivery.End end, long bodyBytes) {
    return new Answer(parts.delivery(parts.delivery().ending(end, bodyBytes)));
  }

  private static Answer of(String contentType, Body body) {
    return new Answer(Parts.of(200, body).adding("Content-Type", contentType));
  }
}
