package dev.headrace.testdata.redshift;

import java.util.List;

/**
 * One column a COPY fills, as PostgreSQL's catalog describes it.
 *
 * @param type the catalog's type name, such as {@code int4} or {@code varchar}
 * @param modifier the catalog's type modifier, -1 if there is none
 */
record TargetColumn(String name, String type, int modifier, boolean notNull) {
  // The catalog counts the length word of a variable-length value into the modifier.
  private static final int LENGTH_WORD = 4;
  private static final int MAX_PRECISION = 38;
  // PostgreSQL's own limit; without a length its driver says more.
  private static final int MAX_LENGTH = 10_485_760;

  /** The query to run for the columns of another. */
  static String describing(String query) {
    return "SELECT * FROM (" + query + "\n) AS described LIMIT 0";
  }

  /** A column of a result, whose precision is zero or huge if it has none. */
  static TargetColumn ofResult(String name, String type, int precision, int scale) {
    int modifier =
        switch (type) {
          case "numeric" -> precision == 0 ? -1 : (precision << 16 | scale) + LENGTH_WORD;
          case "varchar", "bpchar" -> precision > MAX_LENGTH ? -1 : precision + LENGTH_WORD;
          default -> -1;
        };
    return new TargetColumn(name, type, modifier, false);
  }

  boolean isAny(String... typeNames) {
    return List.of(typeNames).contains(type);
  }

  boolean isA(String typeName) {
    return type.equals(typeName);
  }

  /** Of VARCHAR and CHAR, in bytes; {@link Integer#MAX_VALUE} if there is no limit. */
  int maxBytes() {
    return modifier < 0 ? Integer.MAX_VALUE : modifier - LENGTH_WORD;
  }

  int precision() {
    return modifier < 0 ? 18 : (modifier - LENGTH_WORD) >> 16 & 0xFFFF;
  }

  /** PostgreSQL forgets the precision of an expression; Redshift takes the most there is. */
  int resultPrecision() {
    return modifier < 0 ? MAX_PRECISION : precision();
  }

  int scale() {
    return modifier < 0 ? 0 : (modifier - LENGTH_WORD) & 0x7FF;
  }

  /** The type in Redshift's words. */
  String redshiftType() {
    return switch (type) {
      case "int2" -> "SMALLINT";
      case "int4" -> "INTEGER";
      case "int8" -> "BIGINT";
      case "float4" -> "REAL";
      case "float8" -> "DOUBLE PRECISION";
      case "bool" -> "BOOLEAN";
      case "varchar", "text" -> modifier < 0 ? "VARCHAR" : "VARCHAR(" + maxBytes() + ")";
      case "bpchar" -> "CHAR(" + maxBytes() + ")";
      case "numeric" -> "DECIMAL(" + precision() + "," + scale() + ")";
      case "date" -> "DATE";
      case "time" -> "TIME";
      case "timestamp" -> "TIMESTAMP";
      case "timestamptz" -> "TIMESTAMPTZ";
      case "bytea" -> "VARBYTE";
      case "jsonb" -> "SUPER";
      default -> type;
    };
  }
}
