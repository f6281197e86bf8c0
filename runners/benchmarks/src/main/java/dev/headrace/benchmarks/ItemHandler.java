package dev.headrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers every request with about 2 KB of JSON after a while; no thread is held meanwhile. */
final class ItemHandler extends Handler.Abstract {
  private static final int VALUES = 100;

  private final Duration latency;
  private final Traffic traffic;

  ItemHandler(Duration latency, Traffic traffic) {
    this.latency = latency;
    this.traffic = traffic;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    traffic.arrived();
    byte[] body = body(request.getHttpURI().getPath()).getBytes(UTF_8);
    request
        .getComponents()
        .getScheduler()
        .schedule(() -> answer(response, body, callback), latency.toNanos(), TimeUnit.NANOSECONDS);
    return true;
  }

  private void answer(Response response, byte[] body, Callback callback) {
    traffic.answering();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    Callback noting =
        Callback.from(
            () -> {
              traffic.sent();
              callback.succeeded();
            },
            callback::failed);
    response.write(true, ByteBuffer.wrap(body), noting);
  }

  private static String body(String path) {
    Random values = new Random(path.hashCode());
    StringBuilder json = new StringBuilder("{\"path\":\"").append(path).append("\",\"values\":[");
    for (int i = 0; i < VALUES; i++) {
      json.append(i == 0 ? "" : ",").append(values.nextDouble());
    }
    return json.append("]}").toString();
  }
}
