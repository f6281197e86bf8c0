package dev.headrace.io.redshift.types;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a type as users and Redshift's own views write it, by all of its names
 * (https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html).
 */
final class TypeText {
  private static final Pattern TYPE =
      Pattern.compile(
          "(?<name>[A-Z][A-Z0-9 ]*?) *"
              + "(\\( *(?<size>\\d{1,9}|MAX) *(, *(?<scale>\\d{1,9}) *)?\\))?"
              + "(?<zone> WITH(OUT)? TIME ZONE)?");

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("SMALLINT", Kind.SMALLINT),
          Map.entry("INT2", Kind.SMALLINT),
          Map.entry("INTEGER", Kind.INTEGER),
          Map.entry("INT", Kind.INTEGER),
          Map.entry("INT4", Kind.INTEGER),
          Map.entry("BIGINT", Kind.BIGINT),
          Map.entry("INT8", Kind.BIGINT),
          Map.entry("DECIMAL", Kind.DECIMAL),
          Map.entry("NUMERIC", Kind.DECIMAL),
          Map.entry("REAL", Kind.REAL),
          Map.entry("FLOAT4", Kind.REAL),
          Map.entry("DOUBLE PRECISION", Kind.DOUBLE),
          Map.entry("FLOAT8", Kind.DOUBLE),
          Map.entry("FLOAT", Kind.DOUBLE),
          Map.entry("BOOLEAN", Kind.BOOLEAN),
          Map.entry("BOOL", Kind.BOOLEAN),
          Map.entry("CHAR", Kind.CHAR),
          Map.entry("CHARACTER", Kind.CHAR),
          Map.entry("NCHAR", Kind.CHAR),
          Map.entry("BPCHAR", Kind.CHAR),
          Map.entry("VARCHAR", Kind.VARCHAR),
          Map.entry("CHARACTER VARYING", Kind.VARCHAR),
          Map.entry("NVARCHAR", Kind.VARCHAR),
          Map.entry("TEXT", Kind.VARCHAR),
          Map.entry("DATE", Kind.DATE),
          Map.entry("TIME", Kind.TIME),
          Map.entry("TIME WITHOUT TIME ZONE", Kind.TIME),
          Map.entry("TIMESTAMP", Kind.TIMESTAMP),
          Map.entry("TIMESTAMP WITHOUT TIME ZONE", Kind.TIMESTAMP),
          Map.entry("TIMESTAMPTZ", Kind.TIMESTAMPTZ),
          Map.entry("TIMESTAMP WITH TIME ZONE", Kind.TIMESTAMPTZ),
          Map.entry("VARBYTE", Kind.VARBYTE),
          Map.entry("VARBINARY", Kind.VARBYTE),
          Map.entry("BINARY VARYING", Kind.VARBYTE),
          Map.entry("SUPER", Kind.SUPER));

  private TypeText() {}

  static RedshiftType parse(String text) {
    Matcher type = TYPE.matcher(text.strip().toUpperCase(Locale.ROOT).replaceAll("\\s+", " "));
    Kind kind = type.matches() ? KINDS.get(name(type)) : null;
    if (kind == null) {
      throw new IllegalArgumentException(
          "Rows are loaded into columns of %s and their aliases, but not of \"%s\""
              .formatted(Arrays.toString(Kind.values()), text));
    }
    String size = type.group("size");
    String scale = type.group("scale");
    checkArgument(
        scale == null || kind == Kind.DECIMAL, "Only a DECIMAL has a scale, but not \"%s\"", text);
    checkArgument(
        !"MAX".equals(size) || kind == Kind.VARCHAR,
        "Only a VARCHAR has the length MAX, but not \"%s\"",
        text);
    return new RedshiftType(
        kind, size(kind, String.valueOf(type.group("name")), size), number(scale, 0));
  }

  private static String name(Matcher type) {
    String zone = type.group("zone");
    return type.group("name") + (zone == null ? "" : zone);
  }

  private static int size(Kind kind, String name, @Nullable String size) {
    return switch (kind) {
      case CHAR -> number(size, name.equals("BPCHAR") ? 256 : 1);
      // TEXT with a length is a VARCHAR of 256 bytes too.
      case VARCHAR ->
          "MAX".equals(size)
              ? RedshiftType.MAX_VARCHAR_BYTES
              : number(name.equals("TEXT") ? null : size, 256);
      case VARBYTE -> number(size, 64_000);
      case DECIMAL -> number(size, 18);
      default -> number(size, 0);
    };
  }

  private static int number(@Nullable String digits, int otherwise) {
    return digits == null ? otherwise : Integer.parseInt(digits);
  }
}
