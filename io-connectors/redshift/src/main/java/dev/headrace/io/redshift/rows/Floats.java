package dev.headrace.io.redshift.rows;

import dev.headrace.io.redshift.types.Kind;
import org.jspecify.annotations.Nullable;

/** Floating-point numbers. A REAL takes no double, which would be rounded without a word. */
record Floats(RowColumn column, RowPolicy.NonFinite policy) implements ValueRule {

  @Override
  public @Nullable Object stage(Object value) throws RejectedRowException {
    boolean real = column.type().kind() == Kind.REAL;
    if (!(value instanceof Float || (value instanceof Double && !real))) {
      throw column.wrongType(value);
    }
    double number = ((Number) value).doubleValue();
    if (!Double.isFinite(number)) {
      if (policy == RowPolicy.NonFinite.LOAD_NULL) {
        return null;
      }
      throw column.rejected(RejectionReason.NOT_FINITE, "must be finite, but is " + number);
    }
    return real || value instanceof Double ? value : (Object) number;
  }
}
