package dev.headrace.testdata.api;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** The digest of what a client received, reckoned apart from the server's. */
final class Sha256 {

  private Sha256() {}

  static String of(byte[] bytes) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return "%064x".formatted(new BigInteger(1, digest));
  }
}
