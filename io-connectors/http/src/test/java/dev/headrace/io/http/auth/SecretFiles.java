package dev.headrace.io.http.auth;

import dev.headrace.io.http.wire.WireException;
import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.transforms.secrets.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Secrets in files, and what comes of futures. */
record SecretFiles(Path folder) {

  Secret put(String name, String value) {
    try {
      return Secret.of("file:" + Files.writeString(folder.resolve(name), value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WireRequest request(String uri) {
    return new WireRequest("GET", URI.create(uri), Map.of("Accept", "application/json"), null);
  }

  static <T> T resultOf(CompletableFuture<T> future) {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new AssertionError("Failed", e);
    }
  }

  static Throwable failureOf(CompletableFuture<?> future) {
    try {
      throw new AssertionError("Did not fail, but is " + future.get(30, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return cause == null ? e : cause;
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("Did not end", e);
    }
  }

  static WireException refusalOf(CompletableFuture<?> future) {
    Throwable failure = failureOf(future);
    if (failure instanceof WireException refusal) {
      return refusal;
    }
    throw new AssertionError("Failed in another way", failure);
  }

  /** The {@code Authorization} header of a request that had the credentials. */
  static String authorization(CompletableFuture<Credentials> credentials) {
    WireRequest sent = resultOf(credentials).applyTo(request("https://api.example.org/orders"));
    return sent.headers().getOrDefault("Authorization", "");
  }
}
