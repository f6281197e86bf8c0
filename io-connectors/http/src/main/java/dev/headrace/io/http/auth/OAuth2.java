package dev.headrace.io.http.auth;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.headrace.transforms.secrets.Secret;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens from an OAuth 2.0 token endpoint. A worker has one token at a time for all its
 * threads, renews it before it expires, and replaces one that the API refuses.
 */
@AutoValue
public abstract non-sealed class OAuth2 implements Auth {
  private static final long serialVersionUID = 1L;

  // https://www.rfc-editor.org/rfc/rfc6749#section-3.3
  private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");
  private static final Set<String> OWN_PARAMETERS =
      Set.of("grant_type", "client_id", "client_secret", "refresh_token", "scope");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|.+\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  abstract URI tokenUrl();

  abstract String clientId();

  abstract @Nullable Secret clientSecret();

  abstract @Nullable Secret refreshToken();

  abstract ImmutableList<String> scopes();

  abstract ImmutableMap<String, String> parameters();

  abstract boolean isClientInBody();

  abstract boolean isPlainHttpAllowed();

  abstract Builder toBuilder();

  static OAuth2 of(
      URI tokenUrl, String clientId, @Nullable Secret clientSecret, @Nullable Secret refreshToken) {
    String scheme = String.valueOf(tokenUrl.getScheme()).toLowerCase(Locale.ROOT);
    checkArgument(
        (scheme.equals("https") || scheme.equals("http"))
            && tokenUrl.getHost() != null
            && tokenUrl.getRawUserInfo() == null
            && tokenUrl.getRawFragment() == null,
        "tokenUrl must be such as https://host/token, without user, password and fragment");
    checkArgument(!clientId.isEmpty(), "clientId must not be empty");
    return new AutoValue_OAuth2.Builder()
        .tokenUrl(tokenUrl)
        .clientId(clientId)
        .clientSecret(clientSecret)
        .refreshToken(refreshToken)
        .scopes(ImmutableList.of())
        .parameters(ImmutableMap.of())
        .isClientInBody(false)
        .isPlainHttpAllowed(false)
        .build();
  }

  /**
   * Asks for these scopes; default is to name none, which leaves them to the endpoint.
   *
   * @throws IllegalArgumentException if one is empty or has characters that a scope cannot have
   */
  public OAuth2 withScopes(String... scopes) {
    for (String scope : scopes) {
      checkArgument(
          SCOPE.matcher(scope).matches(),
          "A scope must be of visible ASCII characters but \" and \\, but one is \"%s\"",
          scope);
    }
    return toBuilder().scopes(ImmutableList.copyOf(scopes)).build();
  }

  /** Asks for a token for this API, by the parameter {@code audience} that some endpoints want. */
  public OAuth2 withAudience(String audience) {
    return withParameter("audience", audience);
  }

  /**
   * Sends one more parameter to the token endpoint, {@code resource} say. It is no place for
   * secrets.
   *
   * @throws IllegalArgumentException if the name is empty, or of a parameter that is sent anyway
   */
  public OAuth2 withParameter(String name, String value) {
    checkArgument(
        !name.isEmpty() && !OWN_PARAMETERS.contains(name),
        "An extra parameter of the token request must have a name other than %s, but is \"%s\"",
        OWN_PARAMETERS,
        name);
    Map<String, String> parameters = new TreeMap<>(parameters());
    parameters.put(name, value);
    return toBuilder().parameters(ImmutableMap.copyOf(parameters)).build();
  }

  /**
   * Sends the client's id and secret as parameters of the body; default is basic authentication,
   * which every endpoint has to understand (https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1).
   */
  public OAuth2 withClientInBody() {
    return toBuilder().isClientInBody(true).build();
  }

  /**
   * Lets the client's secret and the tokens travel without encryption, for an endpoint in a network
   * of one's own; default is to allow that for loopback only.
   */
  public OAuth2 withPlainHttp() {
    return toBuilder().isPlainHttpAllowed(true).build();
  }

  @Override
  public void validate() {
    boolean encrypted = "https".equalsIgnoreCase(tokenUrl().getScheme());
    String host = String.valueOf(tokenUrl().getHost()).toLowerCase(Locale.ROOT);
    checkArgument(
        encrypted || isPlainHttpAllowed() || LOOPBACK.matcher(host).matches(),
        "tokenUrl must be https, or http on loopback, but is http to %s; withPlainHttp() allows"
            + " that",
        host);
  }

  @Override
  public final List<Secret> secrets() {
    return Stream.of(Optional.ofNullable(clientSecret()), Optional.ofNullable(refreshToken()))
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public final Set<String> secretHeaders() {
    return Set.of("authorization");
  }

  @Override
  public final Set<String> secretParameters() {
    return Set.of();
  }

  @Override
  public final String toString() {
    return "OAuth 2.0 tokens of " + tokenUrl().getHost() + " for client " + clientId();
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder tokenUrl(URI tokenUrl);

    abstract Builder clientId(String clientId);

    abstract Builder clientSecret(@Nullable Secret clientSecret);

    abstract Builder refreshToken(@Nullable Secret refreshToken);

    abstract Builder scopes(ImmutableList<String> scopes);

    abstract Builder parameters(ImmutableMap<String, String> parameters);

    abstract Builder isClientInBody(boolean isClientInBody);

    abstract Builder isPlainHttpAllowed(boolean isPlainHttpAllowed);

    abstract OAuth2 build();
  }
}
