package dev.headrace.io.http.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Takes in an answer as it comes over the wire, on the client's thread. */
final class SpoolingConsumer implements AsyncResponseConsumer<WireResponse> {
  private final Spool spool;
  private final BooleanSupplier over;
  private @Nullable HttpResponse head;
  private @Nullable FutureCallback<WireResponse> callback;

  /**
   * @param over whether nobody waits for the answer any more
   */
  SpoolingConsumer(Spool spool, BooleanSupplier over) {
    this.spool = spool;
    this.over = over;
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      @Nullable EntityDetails entity,
      HttpContext context,
      FutureCallback<WireResponse> callback)
      throws IOException {
    this.head = response;
    this.callback = callback;
    if (entity == null) {
      complete();
    } else {
      spool.requireAllowed(entity.getContentLength());
    }
  }

  /** Answers such as 103 come before the real one, and tell nothing that is kept. */
  @Override
  public void informationResponse(HttpResponse response, HttpContext context) {}

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    // What comes is on the disk before more is read: there is nothing to hold back for.
    channel.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer bytes) throws IOException {
    if (over.getAsBoolean()) {
      throw new IOException("The exchange is over");
    }
    spool.write(bytes);
  }

  @Override
  public void streamEnd(@Nullable List<? extends Header> trailers) {
    complete();
  }

  private void complete() {
    if (head != null && callback != null) {
      callback.completed(new WireResponse(head.getCode(), headers(head), spool.finish()));
    }
  }

  private static Map<String, List<String>> headers(HttpResponse response) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (Header header : response.getHeaders()) {
      headers
          .computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), n -> new ArrayList<>(1))
          .add(header.getValue() == null ? "" : header.getValue());
    }
    return headers;
  }

  @Override
  public void failed(Exception cause) {
    releaseResources();
  }

  @Override
  public void releaseResources() {
    try {
      spool.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
