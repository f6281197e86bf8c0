package dev.headrace.io.http.auth;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.secrets.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same for as long as the secret does.
 *
 * @param name of the user, the header or the parameter; empty where there is none
 * @param secret null for none
 */
record StaticAuth(Kind kind, String name, @Nullable Secret secret) implements Auth {

  enum Kind {
    NONE,
    BEARER,
    BASIC,
    HEADER,
    QUERY
  }

  // https://www.rfc-editor.org/rfc/rfc9110#name-tokens
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~A-Za-z0-9-]+");
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9._~-]+");
  private static final Pattern USER = Pattern.compile("[^:\\p{Cntrl}]+");

  StaticAuth {
    switch (kind) {
      case HEADER ->
          checkArgument(
              HEADER.matcher(name).matches()
                  && !OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT)),
              "The API key's header must be the name of a header that is not of the connection's,"
                  + " but is \"%s\"",
              name);
      case QUERY ->
          checkArgument(
              PARAMETER.matcher(name).matches(),
              "The API key's parameter must be of letters, digits and . _ ~ -, but is \"%s\"",
              name);
      case BASIC ->
          checkArgument(
              USER.matcher(name).matches(),
              "The user of basic authentication must have a name without colons and control"
                  + " characters");
      case NONE, BEARER -> {}
    }
  }

  @Override
  public List<Secret> secrets() {
    return secret == null ? List.of() : List.of(secret);
  }

  @Override
  public Set<String> secretHeaders() {
    return switch (kind) {
      case NONE, QUERY -> Set.of();
      case BEARER, BASIC -> Set.of("authorization");
      case HEADER -> Set.of(name.toLowerCase(Locale.ROOT));
    };
  }

  @Override
  public Set<String> secretParameters() {
    return kind == Kind.QUERY ? Set.of(name) : Set.of();
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "none";
      case BEARER -> "bearer token of " + secret;
      case BASIC -> "user " + name + " with the password of " + secret;
      case HEADER -> "header " + name + " of " + secret;
      case QUERY -> "query parameter " + name + " of " + secret;
    };
  }
}
