package dev.headrace.io.http.auth;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.headrace.io.http.wire.WireException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.secrets.Secret;
import dev.headrace.transforms.secrets.Secrets;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Reads secrets without holding up who asks. They are read anew for each use, so that a rotated one
 * is noticed; a source for which that is dear keeps them itself.
 */
final class SecretValues {
  /** Reading blocks, on a disk or a service. */
  private static final ExecutorService READERS =
      Executors.newCachedThreadPool(
          new ThreadFactoryBuilder().setNameFormat("headrace-secrets-%d").setDaemon(true).build());

  // A client that refuses a header quotes it, so nothing it would refuse may get there.
  private static final Pattern HEADER_VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  private SecretValues() {}

  /** The value, or a {@link WireException} that names the reference. */
  static CompletableFuture<String> read(Secret secret) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Secrets.read(secret);
          } catch (IOException e) {
            WireException failure =
                new WireException(Reason.REFUSED, String.valueOf(e.getMessage()));
            failure.initCause(e);
            throw new CompletionException(failure);
          }
        },
        READERS);
  }

  /** The value, if it can be sent as a bearer token. */
  static CompletableFuture<String> readToken(Secret secret) {
    return read(secret).thenApply(value -> requireMatch(secret, value, TOKEN));
  }

  /** The value, if it can be sent as that of a header. */
  static CompletableFuture<String> readHeader(Secret secret) {
    return read(secret).thenApply(value -> requireMatch(secret, value, HEADER_VALUE));
  }

  static boolean isToken(String value) {
    return TOKEN.matcher(value).matches();
  }

  private static String requireMatch(Secret secret, String value, Pattern allowed) {
    if (!allowed.matcher(value).matches()) {
      throw new CompletionException(
          new WireException(
              Reason.REFUSED,
              "The secret " + secret + " has characters that cannot be sent in a header"));
    }
    return value;
  }
}
