package dev.headrace.io.redshift.rows;

/** Whole numbers of a range, which are never cut to it. */
record Integers(RowColumn column, long least, long most) implements ValueRule {

  @Override
  public Object stage(Object value) throws RejectedRowException {
    if (!(value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte)) {
      throw column.wrongType(value);
    }
    long number = ((Number) value).longValue();
    if (number < least || number > most) {
      throw column.rejected(
          RejectionReason.OUT_OF_RANGE, "takes %d to %d, but is %d".formatted(least, most, number));
    }
    if (most == Long.MAX_VALUE) {
      return value instanceof Long ? value : (Object) number;
    }
    return value instanceof Integer ? value : (Object) (int) number;
  }
}
