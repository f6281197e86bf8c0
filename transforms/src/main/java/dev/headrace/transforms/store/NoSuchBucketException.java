package dev.headrace.transforms.store;

import java.io.IOException;

/** The bucket of an object is not there, so that no other object of it is either. */
public final class NoSuchBucketException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message that names operation and object. */
  public NoSuchBucketException(String message, Throwable cause) {
    super(message, cause);
  }
}
