package dev.headrace.io.redshift.rows;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * Numbers in JSON. Of what is beyond a DOUBLE PRECISION, JSON_PARSE would fail the whole load, as
 * SUPER has no larger number (https://docs.aws.amazon.com/redshift/latest/dg/r_SUPER_type.html).
 * All others are left as they are, however many digits they have.
 */
record DocumentNumbers(RowColumn column) {
  private static final BigDecimal LARGEST = new BigDecimal(Double.MAX_VALUE);

  /** As it is written, which is a little less than it is. */
  private static final BigDecimal SMALLEST = BigDecimal.valueOf(Double.MIN_VALUE);

  /** A number without a fraction that is shorter is in range without being looked at. */
  private static final int SURE_BITS = 1_000;

  void require(JsonNode number) throws RejectedRowException {
    // The parser makes an infinity of what is too large.
    if (number.isDouble() && !Double.isFinite(number.doubleValue())) {
      throw outOfRange();
    }
    if (number.isBigDecimal()) {
      require(number.decimalValue());
    } else if (number.isBigInteger() && number.bigIntegerValue().bitLength() > SURE_BITS) {
      require(new BigDecimal(number.bigIntegerValue()));
    }
  }

  /** What a zero is written with is looked at as well, as it is read before it is nothing. */
  private void require(BigDecimal number) throws RejectedRowException {
    BigDecimal size = number.signum() == 0 ? BigDecimal.valueOf(1, number.scale()) : number.abs();
    if (size.compareTo(LARGEST) > 0 || size.compareTo(SMALLEST) < 0) {
      throw outOfRange();
    }
  }

  RejectedRowException outOfRange() {
    return column.rejected(
        RejectionReason.OUT_OF_RANGE,
        "holds a number whose size is not between %s and %s, as that of a DOUBLE PRECISION is"
            .formatted(Double.MIN_VALUE, Double.MAX_VALUE));
  }
}
