package dev.headrace.io.redshift.rows;

import org.jspecify.annotations.Nullable;

/** Checks the values of one column, and turns each into what its Parquet column takes. */
@FunctionalInterface
interface ValueRule {

  /**
   * The staged form: an Integer, Long, Float, Double, Boolean, or bytes; null for a value that
   * becomes NULL.
   */
  @Nullable Object stage(Object value) throws RejectedRowException;

  /** The rule for the column. */
  static ValueRule of(RowColumn column, RowPolicy policy) {
    return switch (column.type().kind()) {
      case SMALLINT -> new Integers(column, Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> new Integers(column, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> new Integers(column, Long.MIN_VALUE, Long.MAX_VALUE);
      case DECIMAL -> new Decimals(column, policy.decimals());
      case REAL, DOUBLE -> new Floats(column, policy.nonFinite());
      case BOOLEAN ->
          value -> {
            if (value instanceof Boolean) {
              return value;
            }
            throw column.wrongType(value);
          };
      case CHAR, VARCHAR -> new Texts(column);
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> new Times(column, policy.fineTimes());
      case VARBYTE -> new Bytes(column);
      case SUPER -> new Documents(column);
    };
  }
}
