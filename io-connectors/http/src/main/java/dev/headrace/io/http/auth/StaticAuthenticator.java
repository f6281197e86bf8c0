package dev.headrace.io.http.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.secrets.Secret;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Credentials that nothing but a change of the secret changes. */
final class StaticAuthenticator implements Authenticator {
  private static final String AUTHORIZATION = "Authorization";

  private final StaticAuth auth;

  StaticAuthenticator(StaticAuth auth) {
    this.auth = auth;
  }

  @Override
  public CompletableFuture<Credentials> credentials() {
    if (auth.kind() == StaticAuth.Kind.NONE) {
      return CompletableFuture.completedFuture(new Fixed(UnaryOperator.identity()));
    }
    Secret secret = requireNonNull(auth.secret());
    CompletableFuture<String> value =
        switch (auth.kind()) {
          case BEARER -> SecretValues.readToken(secret);
          case HEADER -> SecretValues.readHeader(secret);
          default -> SecretValues.read(secret);
        };
    return value.thenApply(read -> new Fixed(request -> with(request, read)));
  }

  private WireRequest with(WireRequest request, String value) {
    return switch (auth.kind()) {
      case NONE -> request;
      case BEARER -> request.withHeader(AUTHORIZATION, "Bearer " + value);
      case BASIC -> request.withHeader(AUTHORIZATION, basic(auth.name(), value));
      case HEADER -> request.withHeader(auth.name(), value);
      case QUERY -> request.withUri(QueryParameters.set(request.uri(), auth.name(), value));
    };
  }

  static String basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  /** Asking again would bring the same, as far as can be known here. */
  private record Fixed(UnaryOperator<WireRequest> with) implements Credentials {

    @Override
    public WireRequest applyTo(WireRequest request) {
      return with.apply(request);
    }

    @Override
    public void answered(WireResponse response) {}

    @Override
    public boolean refused() {
      return false;
    }

    @Override
    public String toString() {
      return "credentials";
    }
  }
}
