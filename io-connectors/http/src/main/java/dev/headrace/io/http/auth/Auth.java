package dev.headrace.io.http.auth;

import java.io.Serializable;
import java.util.Set;

/** Placeholder until the credentials are merged. */
public record Auth() implements Serializable {
  public static Auth none() {
    return new Auth();
  }

  public Set<String> secretParameters() {
    return Set.of();
  }
}
