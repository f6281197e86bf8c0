package dev.headrace.transforms.secrets;

import java.io.IOException;

/**
 * Reads secrets of one kind. Sources are found as services ({@link java.util.ServiceLoader}); one
 * is made per JVM and used by many threads.
 */
public interface SecretSource {

  /** Whether the reference is of the kind this reads. */
  boolean knows(String reference);

  /**
   * The secret's value, not empty. Trouble that may pass has been tried again already.
   *
   * @throws IOException if it cannot be read; the message names the reference, never the value
   */
  String read(String reference) throws IOException;
}
