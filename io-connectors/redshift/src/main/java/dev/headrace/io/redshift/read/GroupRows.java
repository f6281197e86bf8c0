package dev.headrace.io.redshift.read;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.JulianFields;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Rows of what a Parquet file holds, column by position. */
final class GroupRows {
  private final Schema schema;

  GroupRows(Schema schema) {
    this.schema = schema;
  }

  Row of(Group group) {
    Row.Builder row = Row.withSchema(schema);
    for (int i = 0; i < schema.getFieldCount(); i++) {
      row.addValue(
          group.getFieldRepetitionCount(i) == 0
              ? null
              : value(group, i, schema.getField(i).getType()));
    }
    return row.build();
  }

  private static Object value(Group group, int field, Schema.FieldType type) {
    return switch (type.getTypeName()) {
      case INT16 -> (short) group.getInteger(field, 0);
      case INT32 -> group.getInteger(field, 0);
      case INT64 -> group.getLong(field, 0);
      case FLOAT -> group.getFloat(field, 0);
      case DOUBLE -> group.getDouble(field, 0);
      case BOOLEAN -> group.getBoolean(field, 0);
      case STRING -> group.getBinary(field, 0).toStringUsingUTF8();
      case DECIMAL -> decimal(group, field);
      default -> time(group, field, type.getLogicalType());
    };
  }

  private static BigDecimal decimal(Group group, int field) {
    PrimitiveType type = group.getType().getType(field).asPrimitiveType();
    int scale =
        type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
            ? decimal.getScale()
            : 0;
    BigInteger unscaled =
        switch (type.getPrimitiveTypeName()) {
          case INT32 -> BigInteger.valueOf(group.getInteger(field, 0));
          case INT64 -> BigInteger.valueOf(group.getLong(field, 0));
          default -> new BigInteger(group.getBinary(field, 0).getBytes());
        };
    return new BigDecimal(unscaled, scale);
  }

  private static Object time(Group group, int field, Schema.@Nullable LogicalType<?, ?> type) {
    String id = type == null ? "" : type.getIdentifier();
    if (id.equals(SqlTypes.DATE.getIdentifier())) {
      return LocalDate.ofEpochDay(group.getInteger(field, 0));
    }
    if (id.equals(SqlTypes.TIME.getIdentifier())) {
      return LocalTime.ofNanoOfDay(group.getLong(field, 0) * 1_000);
    }
    Instant instant = instant(group, field);
    return id.equals(MicrosInstant.IDENTIFIER)
        ? instant
        : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /** Microseconds, or as INT96 the nanoseconds of a day and the day, the lowest byte first. */
  private static Instant instant(Group group, int field) {
    PrimitiveType type = group.getType().getType(field).asPrimitiveType();
    if (type.getPrimitiveTypeName() != PrimitiveTypeName.INT96) {
      return Instant.EPOCH.plus(group.getLong(field, 0), ChronoUnit.MICROS);
    }
    ByteBuffer time = group.getInt96(field, 0).toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = time.getLong();
    return LocalDate.EPOCH
        .with(JulianFields.JULIAN_DAY, time.getInt())
        .atStartOfDay()
        .plusNanos(nanos)
        .toInstant(ZoneOffset.UTC);
  }
}
