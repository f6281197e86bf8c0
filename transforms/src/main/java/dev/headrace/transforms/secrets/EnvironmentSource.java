package dev.headrace.transforms.secrets;

import java.io.IOException;

/** Secrets in environment variables, {@code env:NAME}. */
final class EnvironmentSource implements SecretSource {
  private static final String PREFIX = "env:";

  @Override
  public boolean knows(String reference) {
    return reference.startsWith(PREFIX);
  }

  @Override
  public String read(String reference) throws IOException {
    String value = System.getenv(reference.substring(PREFIX.length()));
    if (value == null) {
      throw new IOException("The environment variable of the secret " + reference + " is not set");
    }
    if (value.isEmpty()) {
      throw new IOException("The environment variable of the secret " + reference + " is empty");
    }
    return value;
  }
}
