package dev.headrace.testdata.redshift;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.Arrays;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;

/** Turns PostgreSQL's text of a value into a Parquet value. */
final class UnloadValues {
  private UnloadValues() {}

  static void add(Group row, int field, TargetColumn column, String value) throws CopyException {
    try {
      switch (column.type()) {
        case "bool" -> row.add(field, value.equals("t"));
        case "int2", "int4" -> row.add(field, Integer.parseInt(value));
        case "int8" -> row.add(field, Long.parseLong(value));
        case "float4" -> row.add(field, Float.parseFloat(value));
        case "float8" -> row.add(field, Double.parseDouble(value));
        case "numeric" -> row.add(field, decimal(column, value));
        case "date" -> row.add(field, Math.toIntExact(SqlTimes.epochDay(value)));
        case "time" -> row.add(field, LocalTime.parse(value).toNanoOfDay() / 1_000);
        case "timestamp", "timestamptz" -> row.add(field, SqlTimes.epochMicros(value));
        default -> row.add(field, value);
      }
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      CopyException failed =
          CopyException.unsupported(
              "The value %s of column \"%s\" cannot be unloaded to PARQUET"
                  .formatted(value, column.name()));
      failed.initCause(e);
      throw failed;
    }
  }

  /** PostgreSQL forgets the scale of sums and averages, and no digit may get lost over that. */
  private static Binary decimal(TargetColumn column, String value) {
    BigInteger unscaled = new BigDecimal(value).setScale(column.scale()).unscaledValue();
    byte[] least = unscaled.toByteArray();
    byte[] bytes = new byte[RowEncoder.minimalBytes(column.resultPrecision())];
    if (least.length > bytes.length) {
      throw new ArithmeticException("too many digits");
    }
    if (unscaled.signum() < 0) {
      Arrays.fill(bytes, (byte) -1);
    }
    System.arraycopy(least, 0, bytes, bytes.length - least.length, least.length);
    return Binary.fromConstantByteArray(bytes);
  }
}
