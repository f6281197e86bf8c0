package dev.headrace.io.redshift.write;

/** What becomes of a load some of whose rows are rejected. */
public enum RowErrors {
  /** The rejected rows are left out and given out; all others are loaded. */
  REJECT_INVALID,
  /** Nothing is loaded. */
  FAIL_LOAD
}
