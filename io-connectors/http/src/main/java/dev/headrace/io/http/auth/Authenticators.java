package dev.headrace.io.http.auth;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.headrace.io.http.wire.Wire;
import java.time.Clock;

/** The authenticators of this JVM, one for each way to authenticate, shared by all its threads. */
public final class Authenticators {
  private static final int MAX_KEPT = 1000;

  private static final Cache<Auth, Authenticator> ALL =
      CacheBuilder.newBuilder().maximumSize(MAX_KEPT).build();

  private Authenticators() {}

  /**
   * The authenticator for this way, the same for each equal value, so that a token is fetched once
   * however many threads need it. Of more than {@value #MAX_KEPT} ways the one not used for longest
   * is forgotten.
   *
   * @param wire takes requests to the token endpoint, if there is one. The one given first serves
   *     all that follow, so it is to stay open for as long as the JVM lives.
   * @throws IllegalArgumentException if {@link Auth#validate} does not let it pass
   */
  public static Authenticator of(Auth auth, Wire wire) {
    auth.validate();
    return ALL.asMap().computeIfAbsent(auth, missing -> create(missing, wire, Clock.systemUTC()));
  }

  static Authenticator create(Auth auth, Wire wire, Clock clock) {
    if (auth instanceof OAuth2 oauth2) {
      return new OAuth2Authenticator(new TokenEndpoint(oauth2, wire, clock), clock);
    }
    if (auth instanceof RotatingAuth rotating) {
      return new RotatingAuthenticator(rotating, clock);
    }
    return new StaticAuthenticator((StaticAuth) auth);
  }
}
