package dev.headrace.transforms.failures;

/**
 * Says that the data, not the program, is at fault. Only this exception becomes a {@link
 * DeadLetter}; any other is a bug and fails the bundle. It has no stack trace: what is wrong with
 * data is not where in the program it was seen.
 */
public final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /**
   * @param reason what alarms count by
   * @param detail one sentence without secrets
   */
  public BadRecordException(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  /** What alarms count by. */
  public Reason reason() {
    return reason;
  }

  /** One sentence without secrets. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
