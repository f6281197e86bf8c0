package dev.headrace.io.redshift.rows;

import com.google.common.hash.Hashing;
import org.jspecify.annotations.Nullable;

/** A checked row: the values of the columns, in their order, as Parquet takes them. */
public final class StagedRow {
  private static final int BYTES_OF_A_NUMBER = 8;
  private static final long ODD = 0x9E3779B97F4A7C15L;

  private final @Nullable Object[] values;
  private int bytes;
  private long hash;

  StagedRow(int columns) {
    values = new Object[columns];
  }

  void clear() {
    bytes = 0;
    hash = 0;
  }

  void set(int column, @Nullable Object value) {
    values[column] = value;
    bytes += value instanceof byte[] text ? text.length : BYTES_OF_A_NUMBER;
    hash = Long.rotateLeft(hash ^ hash(value), 23) * ODD;
  }

  private static long hash(@Nullable Object value) {
    if (value == null) {
      return 1;
    }
    if (value instanceof byte[] text) {
      return Hashing.farmHashFingerprint64().hashBytes(text).asLong();
    }
    if (value instanceof Long number) {
      return number * ODD + 2;
    }
    return value.hashCode() * ODD + 3;
  }

  /** The staged value of a column: an Integer, Long, Float, Double, Boolean, bytes, or null. */
  public @Nullable Object value(int column) {
    return values[column];
  }

  /** About how large it is, in bytes. */
  public int bytes() {
    return bytes;
  }

  /** The same for equal rows, on every worker and in every version of Java. */
  public long hash() {
    return hash ^ (hash >>> 32);
  }
}
