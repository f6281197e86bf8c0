package dev.headrace.io.redshift;

import dev.headrace.transforms.secrets.SecretSource;
import java.io.IOException;

/** One secret, as a service that keeps secrets would give it. */
public final class KeptSecret implements SecretSource {
  static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ways-XyZ123";
  static final String PASSWORD = "kept/Pa55+word=of the warehouse";

  @Override
  public boolean knows(String reference) {
    return reference.startsWith(ARN + "#");
  }

  @Override
  public String read(String reference) throws IOException {
    return switch (reference.substring(ARN.length())) {
      case "#username" -> "loader";
      case "#password" -> PASSWORD;
      default -> throw new IOException("No field is " + reference);
    };
  }
}
