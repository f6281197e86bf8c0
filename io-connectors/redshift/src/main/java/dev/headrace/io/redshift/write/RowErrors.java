package dev.headrace.io.redshift.write;

/** What becomes of a load some of whose rows are rejected. */
public enum RowErrors {
  /** The rejected rows are left out and given out; all others are loaded. */
  REJECT_INVALID,
  /** Nothing is loaded. */
  FAIL_LOAD,
  /**
   * As REJECT_INVALID, and rows that passed all checks but that COPY refuses are left out and given
   * out too, where else they would fail the load. Costs nothing until COPY fails; then the files
   * that it failed over are found by halving, and read again row by row.
   */
  ISOLATE
}
