package dev.headrace.io.redshift.rows;

import dev.headrace.io.redshift.types.ParquetTypes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * Exact numbers, as the fixed bytes that Parquet has of them. Redshift keeps one of up to 19 digits
 * in 64 bits, so that not every number of 19 digits fits
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_types201.html).
 */
final class Decimals implements ValueRule {
  private static final int DIGITS_OF_64_BITS = 19;

  private final RowColumn column;
  private final RowPolicy.Decimals policy;
  private final int precision;
  private final int scale;
  private final int length;

  Decimals(RowColumn column, RowPolicy.Decimals policy) {
    this.column = column;
    this.policy = policy;
    this.precision = column.type().size();
    this.scale = column.type().scale();
    this.length = ParquetTypes.decimalBytes(precision);
  }

  @Override
  public Object stage(Object value) throws RejectedRowException {
    BigInteger unscaled = scaled(decimal(value)).unscaledValue();
    if (precision <= DIGITS_OF_64_BITS && unscaled.bitLength() > Long.SIZE - 1) {
      throw column.rejected(
          RejectionReason.OUT_OF_RANGE,
          "is a %s, of which Redshift keeps 64 bits, but has more".formatted(column.type().sql()));
    }
    return padded(unscaled.toByteArray());
  }

  private BigDecimal decimal(Object value) throws RejectedRowException {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    throw column.wrongType(value);
  }

  private BigDecimal scaled(BigDecimal value) throws RejectedRowException {
    if (value.signum() == 0) {
      return BigDecimal.valueOf(0, scale);
    }
    requireRoom(value);
    if (value.scale() <= scale) {
      return value.setScale(scale);
    }
    BigDecimal rounded = rounded(value);
    if (policy == RowPolicy.Decimals.REJECT && rounded.compareTo(value) != 0) {
      throw column.rejected(
          RejectionReason.TOO_PRECISE,
          "keeps %d decimals, but has %d".formatted(scale, value.scale()));
    }
    requireRoom(rounded);
    return rounded;
  }

  /** What has its first digit behind the one that rounds is not divided, but is nothing. */
  private BigDecimal rounded(BigDecimal value) {
    return digits(value) < -scale
        ? BigDecimal.valueOf(0, scale)
        : value.setScale(scale, RoundingMode.HALF_UP);
  }

  /** Before the point; below 0 if there are zeros behind it first. */
  private static long digits(BigDecimal value) {
    return (long) value.precision() - value.scale();
  }

  /** Asked before the scale is changed, which for 1E+999999999 would take all memory. */
  private void requireRoom(BigDecimal value) throws RejectedRowException {
    long digits = digits(value);
    if (value.signum() != 0 && digits > precision - scale) {
      throw column.rejected(
          RejectionReason.OUT_OF_RANGE,
          "has room for %d digits before the point, but has %d"
              .formatted(precision - scale, digits));
    }
  }

  private byte[] padded(byte[] least) {
    if (least.length == length) {
      return least;
    }
    byte[] bytes = new byte[length];
    int missing = length - least.length;
    if (least[0] < 0) {
      Arrays.fill(bytes, 0, missing, (byte) -1);
    }
    System.arraycopy(least, 0, bytes, missing, least.length);
    return bytes;
  }
}
