package dev.headrace.io.http.wire;

import dev.headrace.transforms.failures.Reason;

/** An answer that cannot be taken, or a request that must not be sent. */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /**
   * @param detail one sentence without secrets
   */
  public WireException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** What it is to be counted as. */
  public Reason reason() {
    return reason;
  }

  /** One sentence without secrets. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
