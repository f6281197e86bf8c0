package dev.headrace.io.redshift.load;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.headrace.io.redshift.types.JsonTexts;
import java.io.IOException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * A staged Parquet row as JSON that COPY reads as the same values. Numbers are texts, as COPY may
 * round others
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-json.html).
 */
final class JsonValues {
  private JsonValues() {}

  /** NULLs are left out. */
  static void write(Group row, JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (int field = 0; field < row.getType().getFieldCount(); field++) {
      if (row.getFieldRepetitionCount(field) > 0) {
        out.writeFieldName(row.getType().getFieldName(field));
        write(row, field, out);
      }
    }
    out.writeEndObject();
  }

  private static void write(Group row, int field, JsonGenerator out) throws IOException {
    Type type = row.getType().getType(field);
    PrimitiveType primitive = type.asPrimitiveType();
    if (primitive.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.BOOLEAN) {
      out.writeBoolean(row.getBoolean(field, 0));
    } else {
      out.writeString(text(row, field, primitive));
    }
  }

  private static String text(Group row, int field, PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
      return JsonTexts.decimal(row.getBinary(field, 0).getBytes(), decimal.getScale());
    }
    if (annotation instanceof DateLogicalTypeAnnotation) {
      return JsonTexts.date(row.getInteger(field, 0));
    }
    if (annotation instanceof TimestampLogicalTypeAnnotation) {
      return JsonTexts.timestamp(row.getLong(field, 0));
    }
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> Integer.toString(row.getInteger(field, 0));
      case INT64 -> Long.toString(row.getLong(field, 0));
      case FLOAT -> Float.toString(row.getFloat(field, 0));
      case DOUBLE -> Double.toString(row.getDouble(field, 0));
      default -> text(row.getBinary(field, 0), type);
    };
  }

  /** COPY takes bytes from Parquet, but not from JSON. */
  private static String text(Binary value, PrimitiveType type) {
    if (type.getLogicalTypeAnnotation() == null) {
      throw new IllegalStateException(
          "The rows of a file that COPY refuses cannot be told apart, as its column \"%s\" holds more bytes than JSON can bring; nothing was applied"
              .formatted(type.getName()));
    }
    return value.toStringUsingUTF8();
  }
}
