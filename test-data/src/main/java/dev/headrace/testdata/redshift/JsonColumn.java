package dev.headrace.testdata.redshift;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Set;

/**
 * Turns one JSON value into one value of a column. Decimals are cut to the column's scale, as COPY
 * does without ROUNDEC.
 *
 * <p>TIME and VARBYTE are refused, since reports disagree on whether Redshift loads them from JSON.
 */
final class JsonColumn {
  private static final Set<String> TRUE = Set.of("t", "true", "y", "yes", "1");
  private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "0");

  private JsonColumn() {}

  static void check(TargetColumn column) throws CopyException {
    if (column.isAny("time", "timetz", "bytea")) {
      throw CopyException.unsupported(
          "Column '%s' of type %s cannot be loaded from JSON"
              .formatted(column.name(), column.redshiftType()));
    }
  }

  /** Writes a value that is not null. */
  static void encode(TargetColumn column, JsonNode value, LoadTimes times, CopyText out)
      throws BadValueException {
    String text = value.isContainerNode() ? value.toString() : value.asText();
    switch (column.type()) {
      case "bool" -> out.ascii(bool(text));
      case "int2" -> out.ascii(integer(text, 16, column));
      case "int4" -> out.ascii(integer(text, 32, column));
      case "int8" -> out.ascii(integer(text, 64, column));
      case "float4", "float8" -> out.ascii(real(text, column));
      case "numeric" -> out.ascii(decimal(text, column));
      case "date" -> out.ascii(SqlTimes.date(LoadTimes.date(text)));
      case "timestamp" -> out.ascii(SqlTimes.timestamp(times.timestamp(text, false)));
      case "timestamptz" -> out.ascii(SqlTimes.timestamp(times.timestamp(text, true)) + "+00");
      case "jsonb" -> document(value.toString(), out);
      default -> text(text.getBytes(UTF_8), column, out);
    }
  }

  private static void text(byte[] text, TargetColumn column, CopyText out)
      throws BadValueException {
    out.bytes(text, new TextEncoder(column).length(text));
  }

  private static void document(String json, CopyText out) throws BadValueException {
    if (json.contains("\\u0000")) {
      throw new BadValueException(
          CopyException.CHARACTERS,
          "String contains invalid or unsupported UTF8 codepoints. Bad UTF8 hex sequence: 00");
    }
    out.utf8(json);
  }

  private static String bool(String text) throws BadValueException {
    String lower = text.toLowerCase(Locale.ROOT);
    if (TRUE.contains(lower) || FALSE.contains(lower)) {
      return TRUE.contains(lower) ? "t" : "f";
    }
    throw new BadValueException(CopyException.BOOLEAN, "Unknown boolean format");
  }

  private static String integer(String text, int bits, TargetColumn column)
      throws BadValueException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean sign = i == 0 && text.length() > 1 && (c == '-' || c == '+');
      if ((c < '0' || c > '9') && !sign) {
        throw new BadValueException(
            CopyException.DIGIT,
            "Invalid digit, Value '%s', Pos %d, Type: %s".formatted(c, i, typeName(column)));
      }
    }
    if (text.isEmpty()) {
      throw new BadValueException(CopyException.DIGIT, "Invalid digit, Value '', Pos 0");
    }
    if (new BigInteger(text).bitLength() >= bits) {
      throw overflow(column);
    }
    return text;
  }

  private static String real(String text, TargetColumn column) throws BadValueException {
    try {
      double value = Double.parseDouble(text);
      boolean narrow = column.isA("float4");
      if (Double.isInfinite(narrow ? (float) value : value) && !text.contains("nf")) {
        throw overflow(column);
      }
      return narrow ? Float.toString((float) value) : Double.toString(value);
    } catch (NumberFormatException e) {
      throw new BadValueException(CopyException.FLOAT, "Invalid floating point value");
    }
  }

  private static String decimal(String text, TargetColumn column) throws BadValueException {
    BigDecimal value;
    try {
      value = new BigDecimal(text).setScale(column.scale(), RoundingMode.DOWN);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new BadValueException(CopyException.DECIMAL, "Invalid decimal value");
    }
    if (value.precision() > column.precision()) {
      throw overflow(column);
    }
    return value.toPlainString();
  }

  private static BadValueException overflow(TargetColumn column) {
    return new BadValueException(CopyException.RANGE, "Overflow, Type: " + typeName(column));
  }

  private static String typeName(TargetColumn column) {
    String type = column.redshiftType();
    return type.charAt(0) + type.substring(1).toLowerCase(Locale.ROOT);
  }
}
