package dev.headrace.io.http.wire;

import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.support.BasicRequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The exchange over HTTP/1.1, asynchronous. Redirects are answers like others here, and nothing is
 * sent a second time. Bodies are taken in as they come, in bounded memory, and decoded.
 */
public final class HttpWire implements Wire {
  private final CloseableHttpAsyncClient client;
  private final Executor executor;
  private final long maxBodyBytes;
  private final long maxDecodedBytes;

  /**
   * An exchange over the connections that this JVM keeps.
   *
   * @param privateAddresses whether hosts of private networks may be asked
   * @param maxBodyBytes refuses a body of more bytes, as they come over the wire
   * @param maxDecodedBytes refuses a body of more bytes, decoded
   * @param executor decodes what is coded
   */
  public HttpWire(
      boolean privateAddresses, long maxBodyBytes, long maxDecodedBytes, Executor executor) {
    this.client = HttpClients.shared(privateAddresses);
    this.executor = executor;
    this.maxBodyBytes = maxBodyBytes;
    this.maxDecodedBytes = maxDecodedBytes;
  }

  @Override
  public CompletableFuture<WireResponse> send(WireRequest request, Duration timeout) {
    return send(request, timeout, () -> {});
  }

  @Override
  public CompletableFuture<WireResponse> send(
      WireRequest request, Duration timeout, Runnable written) {
    CompletableFuture<WireResponse> exchange = new CompletableFuture<>();
    Future<?> sent;
    try {
      sent =
          client.execute(
              producer(request, exchange, written),
              consumer(exchange),
              null,
              context(timeout),
              completing(exchange));
    } catch (IllegalArgumentException | IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<WireResponse> decoded =
        exchange
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (response, failure) -> {
                  if (failure != null) {
                    sent.cancel(true);
                  }
                })
            .thenCompose(this::decoded);
    CompletableFuture<WireResponse> answer = decoded.copy();
    CompletableFuture<?> unused =
        answer.whenComplete(
            (response, failure) -> {
              if (answer.isCancelled() && !exchange.cancel(true)) {
                closeLate(decoded);
              }
            });
    return answer;
  }

  /** The client misses a cancellation that comes early; a silent connection ends by itself then. */
  private static HttpClientContext context(Duration timeout) {
    HttpClientContext context = HttpClientContext.create();
    context.setRequestConfig(HttpClients.configOf(timeout.plusSeconds(1)));
    return context;
  }

  private static void closeLate(CompletableFuture<WireResponse> answer) {
    CompletableFuture<?> unused = answer.thenAccept(late -> late.body().close());
  }

  private SpoolingConsumer consumer(CompletableFuture<?> exchange) {
    return new SpoolingConsumer(
        new Spool(maxBodyBytes, "The body has more than " + maxBodyBytes + " bytes"),
        exchange::isDone);
  }

  private static BasicRequestProducer producer(
      WireRequest request, CompletableFuture<?> exchange, Runnable written) {
    URI uri = request.uri();
    BasicRequestBuilder builder = BasicRequestBuilder.create(request.method()).setUri(uri);
    builder.setHeader("Accept-Encoding", Decoding.ACCEPTED);
    request.headers().forEach(builder::setHeader);
    BasicHttpRequest http = builder.build();
    return new BasicRequestProducer(http, entity(request.body())) {
      @Override
      public void sendRequest(RequestChannel channel, HttpContext context)
          throws HttpException, IOException {
        if (exchange.isDone()) {
          throw new IOException("The exchange was over before it began");
        }
        written.run();
        super.sendRequest(channel, context);
      }
    };
  }

  private static @Nullable AsyncEntityProducer entity(@Nullable String body) {
    return body == null
        ? null
        : new BasicAsyncEntityProducer(body.getBytes(StandardCharsets.UTF_8), (ContentType) null);
  }

  private CompletableFuture<WireResponse> decoded(WireResponse response) {
    if (!Decoding.isNeeded(response)) {
      return CompletableFuture.completedFuture(response);
    }
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Decoding.decode(response, maxDecodedBytes);
          } catch (WireException e) {
            throw new CompletionException(e);
          }
        },
        executor);
  }

  private static FutureCallback<WireResponse> completing(CompletableFuture<WireResponse> exchange) {
    return new FutureCallback<>() {
      @Override
      public void completed(WireResponse response) {
        if (!exchange.complete(response)) {
          response.body().close();
        }
      }

      @Override
      public void failed(Exception failure) {
        exchange.completeExceptionally(told(failure));
      }

      @Override
      public void cancelled() {
        exchange.completeExceptionally(new IOException("The exchange was cancelled"));
      }
    };
  }

  private static Exception told(Exception failure) {
    if (failure instanceof Spool.TooLargeException tooLarge) {
      return tooLarge.asRefusal();
    }
    if (failure instanceof PublicAddresses.PrivateAddressException) {
      return new WireException(
          Reason.REFUSED,
          "The host has a private address, and those are asked only where withPrivateAddresses() or"
              + " --private-addresses allows it");
    }
    if (failure instanceof MessageConstraintException) {
      return new WireException(
          Reason.TOO_LARGE, "The answer has more or longer headers than taken");
    }
    if (failure instanceof HttpException) {
      return new WireException(Reason.MALFORMED, "The answer is not what HTTP asks for");
    }
    return failure instanceof IOException ? failure : new IOException(failure);
  }

  @Override
  public void close() {}
}
