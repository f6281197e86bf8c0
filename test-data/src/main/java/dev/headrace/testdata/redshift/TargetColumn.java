package dev.headrace.testdata.redshift;

/**
 * One column a COPY fills, as PostgreSQL's catalog describes it.
 *
 * @param type the catalog's type name, such as {@code int4} or {@code varchar}
 * @param modifier the catalog's type modifier, -1 if there is none
 */
record TargetColumn(String name, String type, int modifier, boolean notNull) {
  // The catalog counts the length word of a variable-length value into the modifier.
  private static final int LENGTH_WORD = 4;

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
