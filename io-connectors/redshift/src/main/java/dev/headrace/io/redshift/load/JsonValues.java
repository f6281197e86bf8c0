package dev.headrace.io.redshift.load;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * A staged row as JSON that COPY reads as the same values. Numbers are texts, as COPY may round
 * others (https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-json.html).
 * Years before the first are told with BC, of which COPY has its own opinion: it refuses what it
 * does not know.
 */
final class JsonValues {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

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
      BigInteger unscaled = new BigInteger(row.getBinary(field, 0).getBytes());
      return new BigDecimal(unscaled, decimal.getScale()).toPlainString();
    }
    if (annotation instanceof DateLogicalTypeAnnotation) {
      return day(LocalDate.ofEpochDay(row.getInteger(field, 0)), "");
    }
    if (annotation instanceof TimestampLogicalTypeAnnotation) {
      Instant time = Instant.EPOCH.plus(row.getLong(field, 0), ChronoUnit.MICROS);
      OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
      return day(utc.toLocalDate(), " " + TIME.format(utc));
    }
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> Integer.toString(row.getInteger(field, 0));
      case INT64 -> Long.toString(row.getLong(field, 0));
      case FLOAT -> Float.toString(row.getFloat(field, 0));
      case DOUBLE -> Double.toString(row.getDouble(field, 0));
      default -> row.getBinary(field, 0).toStringUsingUTF8();
    };
  }

  /** Years of more than four digits have no plus before them. */
  private static String day(LocalDate day, String time) {
    String date =
        String.format(
            Locale.ROOT,
            "%04d-%02d-%02d",
            day.get(ChronoField.YEAR_OF_ERA),
            day.getMonthValue(),
            day.getDayOfMonth());
    return date + time + (day.getEra() == IsoEra.CE ? "" : " BC");
  }
}
