package dev.headrace.io.redshift.rows;

/** Why a row is not loaded. */
public enum RejectionReason {
  /** NULL, or no field at all, where the column never has NULL. */
  MISSING_VALUE,
  /** A text, bytes or JSON of more bytes than the column or its staging has room for. */
  TOO_LONG,
  /** A text that has no UTF-8 form, holds a NUL, or has other than ASCII in a CHAR. */
  INVALID_TEXT,
  /** A number, date or time that the column's type does not reach. */
  OUT_OF_RANGE,
  /** More decimals or a finer time than the column keeps. */
  TOO_PRECISE,
  /** NaN or an infinity. */
  NOT_FINITE,
  /** A value of a class that does not go into the column. */
  WRONG_TYPE,
  /** A text for a SUPER that is not JSON. */
  INVALID_JSON,
  /** A field that the table has no column for. */
  UNKNOWN_FIELD,
  /** A row of more bytes than COPY takes. */
  ROW_TOO_LARGE,
  /** A row without any of these faults that COPY refused nonetheless. */
  REFUSED
}
