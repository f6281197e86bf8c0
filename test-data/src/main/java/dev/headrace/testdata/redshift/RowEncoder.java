package dev.headrace.testdata.redshift;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Turns the rows of one Parquet file into PostgreSQL's binary COPY, column by position. */
final class RowEncoder {
  private final TargetTable table;
  private final String file;
  private final ValueEncoder[] encoders;
  private long row;

  private RowEncoder(TargetTable table, String file, List<ValueEncoder> encoders) {
    this.table = table;
    this.file = file;
    this.encoders = encoders.toArray(ValueEncoder[]::new);
  }

  /**
   * @param file its URL, for messages
   * @throws CopyException if the file's columns are not the table's
   */
  static RowEncoder of(TargetTable table, MessageType schema, String file, boolean serializeToJson)
      throws CopyException {
    if (schema.getFieldCount() != table.columns().size()) {
      throw CopyException.load(
          CopyException.SCAN,
          "Unmatched number of columns between table and file. Table columns: %d, Data columns: %d, File name: %s"
              .formatted(table.columns().size(), schema.getFieldCount(), file));
    }
    List<ValueEncoder> encoders = new ArrayList<>();
    for (int i = 0; i < schema.getFieldCount(); i++) {
      TargetColumn column = table.columns().get(i);
      Type type = schema.getType(i);
      checkDecimalLength(column, type, file);
      @Nullable ValueEncoder encoder = ValueEncoders.find(column, type, serializeToJson);
      if (encoder == null) {
        throw incompatible(column, type, file, serializeToJson);
      }
      encoders.add(encoder);
    }
    return new RowEncoder(table, file, encoders);
  }

  /** The fields that become JSON, of which the reader is to make groups. */
  Set<Integer> jsonFields() {
    return IntStream.range(0, encoders.length)
        .filter(field -> table.columns().get(field).isA("jsonb"))
        .boxed()
        .collect(Collectors.toSet());
  }

  void encode(ParquetRow values, CopyBinary out) throws SQLException {
    row++;
    out.beginRow(encoders.length);
    for (int i = 0; i < encoders.length; i++) {
      try {
        encode(values, i, out);
      } catch (BadValueException e) {
        throw CopyException.value(
            e.code(),
            e.reason(),
            table.name(),
            CopyException.Place.of(file, row, table.columns().get(i)));
      }
    }
    out.endRow();
  }

  private void encode(ParquetRow values, int field, CopyBinary out) throws BadValueException {
    if (values.has(field)) {
      encoders[field].encode(values, field, out);
    } else if (table.columns().get(field).notNull()) {
      throw new BadValueException(CopyException.NULL_VALUE, "Missing data for not-null field");
    } else {
      out.nullValue();
    }
  }

  private static void checkDecimalLength(TargetColumn column, Type type, String file)
      throws CopyException {
    if (!column.isA("numeric")
        || !type.isPrimitive()
        || type.asPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
        || !(type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation)) {
      return;
    }
    int expected = minimalBytes(column.precision());
    int found = type.asPrimitiveType().getTypeLength();
    if (found != expected) {
      throw CopyException.load(
          CopyException.SCAN,
          "File '%s' has an invalid type length for column '%s'. Expecting: %d len in file: %d"
              .formatted(file, column.name(), expected, found));
    }
  }

  /** The fewest bytes whose two's complement holds every number of so many digits. */
  static int minimalBytes(int precision) {
    return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / 8 + 1;
  }

  private static CopyException incompatible(
      TargetColumn column, Type type, String file, boolean serializeToJson) {
    String hint =
        !type.isPrimitive() && !serializeToJson
            ? " Nested columns need a SUPER column and SERIALIZETOJSON."
            : "";
    return CopyException.load(
        CopyException.SCAN,
        "File '%s' has an incompatible Parquet schema for column '%s'. Column type: %s, Parquet schema: %s%s"
            .formatted(file, column.name(), column.redshiftType(), described(type), hint));
  }

  /** Parquet's own description depends on the JVM's locale. */
  private static String described(Type type) {
    String physical =
        type.isPrimitive() ? type.asPrimitiveType().getPrimitiveTypeName().name() : "group";
    String annotation =
        type.getLogicalTypeAnnotation() == null ? "" : " (" + type.getLogicalTypeAnnotation() + ")";
    return (type.getRepetition() + " " + physical).toLowerCase(Locale.ROOT)
        + " "
        + type.getName()
        + annotation;
  }
}
