package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonParser;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import org.apache.avro.LogicalTypes;
import org.jspecify.annotations.Nullable;

/**
 * Reads decimals, every digit of them: one that has more than fit is refused, not rounded. The
 * limits are Redshift's (https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_types201.html),
 * which holds up to 19 digits in 64 bits.
 */
record DecimalReader(
    NumberSource source,
    int precision,
    int scale,
    @Nullable BigDecimal min,
    @Nullable BigDecimal max)
    implements ValueReader, Serializable {
  private static final int MOST_DIGITS = 38;
  private static final int MOST_AFTER_THE_POINT = 37;
  private static final int DIGITS_IN_64_BITS = 19;

  static DecimalReader of(FieldProperties field, LogicalTypes.Decimal type, NumberSource source) {
    if (type.getPrecision() > MOST_DIGITS || type.getScale() > MOST_AFTER_THE_POINT) {
      throw new IllegalArgumentException(
          "The field %s is a decimal(%d, %d), and at most %d digits, %d of them after the point, are allowed"
              .formatted(
                  field.name(),
                  type.getPrecision(),
                  type.getScale(),
                  MOST_DIGITS,
                  MOST_AFTER_THE_POINT));
    }
    return new DecimalReader(
        source, type.getPrecision(), type.getScale(), field.number("min"), field.number("max"));
  }

  @Override
  public Object read(JsonParser json) throws IOException, BadRecordException {
    BigDecimal number = scaled(source.decimal(json));
    if (number.precision() > precision
        || (precision <= DIGITS_IN_64_BITS && number.unscaledValue().bitLength() >= Long.SIZE)) {
      throw tooManyDigits();
    }
    if ((min != null && number.compareTo(min) < 0) || (max != null && number.compareTo(max) > 0)) {
      throw NumberBounds.outside(min, max);
    }
    return ByteBuffer.wrap(number.unscaledValue().toByteArray());
  }

  private BigDecimal scaled(BigDecimal number) throws BadRecordException {
    try {
      return number.setScale(scale, RoundingMode.UNNECESSARY);
    } catch (ArithmeticException e) {
      throw tooManyDigits();
    }
  }

  private BadRecordException tooManyDigits() {
    return new BadRecordException(
        Reason.OUT_OF_RANGE,
        "has more digits than a decimal(" + precision + ", " + scale + ") holds");
  }
}
