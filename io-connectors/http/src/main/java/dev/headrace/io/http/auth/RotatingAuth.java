package dev.headrace.io.http.auth;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import dev.headrace.transforms.secrets.Secret;
import java.util.List;
import java.util.Set;

/** Several bearer tokens, each with a quota of its own. */
record RotatingAuth(List<Secret> tokens) implements Auth {

  RotatingAuth {
    checkArgument(!tokens.isEmpty(), "bearerTokens must have one token at least");
    checkArgument(
        Set.copyOf(tokens).size() == tokens.size(), "bearerTokens must not have a token twice");
    tokens = ImmutableList.copyOf(tokens);
  }

  @Override
  public List<Secret> secrets() {
    return tokens;
  }

  @Override
  public Set<String> secretHeaders() {
    return Set.of("authorization");
  }

  @Override
  public Set<String> secretParameters() {
    return Set.of();
  }

  @Override
  public String toString() {
    return "bearer tokens of " + tokens;
  }
}
