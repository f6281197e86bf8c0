package dev.headrace.testdata.api;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sends to each request the regular answer, or what the script makes of it. */
final class AnsweringHandler extends Handler.Abstract {

  private final EventService service;
  private final ScriptedFaults faults;
  private final Ledger ledger;
  private final List<IntConsumer> listeners = new CopyOnWriteArrayList<>();

  AnsweringHandler(EventService service, ScriptedFaults faults, Ledger ledger) {
    this.service = service;
    this.faults = faults;
    this.ledger = ledger;
  }

  void onRequest(IntConsumer listener) {
    listeners.add(listener);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Instant receivedAt = Instant.now();
    int number = ledger.arrived();
    try {
      listeners.forEach(listener -> listener.accept(number));
    } catch (RuntimeException e) {
      ledger.abandoned();
      throw e;
    }
    answer(new Exchange(request, response, callback, asked(request, receivedAt)));
    return true;
  }

  private void answer(Exchange exchange) {
    Reply regular = service.answer(exchange.asked());
    Optional<Fault> fault = faults.next(exchange.asked());
    Reply reply = fault.map(f -> f.applyTo(regular)).orElse(regular);
    Optional<String> name = fault.map(Fault::name);
    if (reply.delay().isZero()) {
      send(exchange, reply, name);
    } else {
      exchange
          .request()
          .getComponents()
          .getScheduler()
          .schedule(() -> send(exchange, reply, name), reply.delay().toNanos(), NANOSECONDS);
    }
  }

  private void send(Exchange exchange, Reply reply, Optional<String> fault) {
    // Noted before the first byte leaves: a client that has its answer finds it in the ledger.
    int place = ledger.answering(served(exchange.asked(), reply, fault));
    switch (reply.delivery()) {
      case COMPLETE -> sendAll(exchange, reply, place);
      case HALF -> sendHalf(exchange, reply);
      case NOTHING -> reset(exchange);
    }
  }

  private void sendAll(Exchange exchange, Reply reply, int place) {
    Callback callback = exchange.callback();
    Callback noting =
        Callback.from(
            callback::succeeded,
            failure -> {
              ledger.lost(place);
              callback.failed(failure);
            });
    start(exchange.response(), reply).write(true, ByteBuffer.wrap(reply.body()), noting);
  }

  private static void sendHalf(Exchange exchange, Reply reply) {
    Callback callback = exchange.callback();
    Callback closing =
        Callback.from(() -> callback.failed(new EofException("scripted")), callback::failed);
    ByteBuffer half = ByteBuffer.wrap(reply.body(), 0, reply.body().length / 2);
    start(exchange.response(), reply).write(false, half, closing);
  }

  private static Response start(Response response, Reply reply) {
    response.setStatus(reply.status());
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (reply.status() != 204 && reply.status() != 304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    }
    return response;
  }

  private static void reset(Exchange exchange) {
    EndPoint endPoint = exchange.request().getConnectionMetaData().getConnection().getEndPoint();
    try {
      SocketChannel channel = (SocketChannel) endPoint.getTransport();
      // A socket closed without lingering is reset.
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      throw new IllegalStateException("The connection cannot be reset", e);
    } finally {
      endPoint.close();
      exchange.callback().failed(new EofException("scripted"));
    }
  }

  private static ApiRequest asked(Request request, Instant receivedAt) {
    String path = request.getHttpURI().getPath();
    String query = request.getHttpURI().getQuery();
    return ApiRequest.of(
        request.getMethod(),
        Objects.requireNonNullElse(path, ""),
        Objects.requireNonNullElse(query, ""),
        receivedAt);
  }

  private static Served served(ApiRequest asked, Reply reply, Optional<String> fault) {
    int length = reply.body().length;
    return new Served(
        asked.method(),
        asked.path(),
        asked.query(),
        reply.delivery() == Reply.Delivery.NOTHING ? 0 : reply.status(),
        fault,
        reply.delivery() == Reply.Delivery.COMPLETE ? sha256(reply.body()) : "",
        switch (reply.delivery()) {
          case COMPLETE -> length;
          case HALF -> length / 2;
          case NOTHING -> 0;
        },
        asked.receivedAt());
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private record Exchange(
      Request request, Response response, Callback callback, ApiRequest asked) {}
}
