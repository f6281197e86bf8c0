package dev.headrace.io.redshift.rows;

/** Says that a row, not the program, is at fault. Tells measures, but never a long value. */
public final class RejectedRowException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RejectionReason reason;
  private final String column;

  /**
   * @param column at fault; empty if it is the row as a whole
   * @param detail one sentence, with the value's measure
   */
  /** A rejection over a column, or over the whole row if its name is empty. */
  public RejectedRowException(RejectionReason reason, String column, String detail) {
    // Without a stack, which costs more than the check and tells nothing of the data.
    super(detail, null, false, false);
    this.reason = reason;
    this.column = column;
  }

  /** Why, in few values. */
  public RejectionReason reason() {
    return reason;
  }

  /** The column at fault; empty if it is the row as a whole. */
  public String column() {
    return column;
  }

  /** Why, in one sentence. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
