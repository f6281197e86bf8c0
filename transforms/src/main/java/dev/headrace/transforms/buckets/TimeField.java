package dev.headrace.transforms.buckets;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.math.LongMath;
import java.io.Serializable;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * A field that tells a time.
 *
 * @param position of the field in the schema
 * @param micros to a unit of the field's values
 */
record TimeField(int position, long micros) implements Serializable {
  private static final long MICROS_OF_A_DAY = 86_400_000_000L;

  /** What is lower than any time. */
  static final long NONE = Long.MIN_VALUE;

  static TimeField of(String what, Schema schema, String name) {
    Schema.Field field = schema.getField(name);
    checkArgument(
        field != null, "%s must be a field of %s, but was %s", what, schema.getFullName(), name);
    Schema type = Types.nonNull(field.schema());
    long micros = microsOf(type.getLogicalType());
    checkArgument(micros > 0, "%s must be a date or timestamp, but %s is %s", what, name, type);
    return new TimeField(field.pos(), micros);
  }

  private static long microsOf(LogicalType type) {
    if (type instanceof LogicalTypes.Date) {
      return MICROS_OF_A_DAY;
    }
    if (type instanceof LogicalTypes.TimestampMillis) {
      return 1000;
    }
    return type instanceof LogicalTypes.TimestampMicros ? 1 : 0;
  }

  /** The time in microseconds since 1970, of a day its beginning; {@link #NONE} of null. */
  long of(GenericRecord values) {
    return values.get(position) instanceof Number time
        ? LongMath.saturatedMultiply(time.longValue(), micros)
        : NONE;
  }
}
