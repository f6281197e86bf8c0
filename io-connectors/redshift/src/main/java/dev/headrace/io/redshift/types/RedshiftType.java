package dev.headrace.io.redshift.types;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.Serializable;

/**
 * A type of a column, with the size and the scale that it was declared with.
 *
 * <p>Redshift's COPY converts nothing that it reads from Parquet, so every type has a canonical one
 * that its values are staged as, and an SQL expression that makes it of that
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-columnar.html).
 *
 * @param kind its family
 * @param size bytes of a CHAR, VARCHAR or VARBYTE, digits of a DECIMAL, else 0
 * @param scale digits of a DECIMAL behind the point, else 0
 */
public record RedshiftType(Kind kind, int size, int scale) implements Serializable {

  /** The longest text of a table's column, in bytes. */
  public static final int MAX_VARCHAR_BYTES = 65_535;

  // https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
  private static final int MAX_CHAR_BYTES = 4_096;
  // https://docs.aws.amazon.com/redshift/latest/dg/r_VARBYTE_type.html
  private static final int MAX_VARBYTE_BYTES = 1_024_000;
  // https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_types201.html
  private static final int MAX_DIGITS = 38;
  private static final int MAX_SCALE = 37;

  /** Refuses sizes that Redshift does not have. */
  public RedshiftType {
    switch (kind) {
      case CHAR -> requireBetween(kind, "length", size, 1, MAX_CHAR_BYTES);
      case VARCHAR -> requireBetween(kind, "length", size, 1, MAX_VARCHAR_BYTES);
      case VARBYTE -> requireBetween(kind, "length", size, 1, MAX_VARBYTE_BYTES);
      case DECIMAL -> {
        requireBetween(kind, "precision", size, 1, MAX_DIGITS);
        requireBetween(kind, "scale", scale, 0, Math.min(size, MAX_SCALE));
      }
      default ->
          checkArgument(size == 0 && scale == 0, "%s has no size, but is given one", kind.sql());
    }
  }

  /**
   * The type of a text such as {@code DECIMAL(18,4)} or {@code character varying(20)}.
   *
   * @throws IllegalArgumentException if rows are not loaded into such a type
   */
  public static RedshiftType parse(String text) {
    return TypeText.parse(text);
  }

  static RedshiftType of(Kind kind) {
    return new RedshiftType(kind, 0, 0);
  }

  static RedshiftType of(Kind kind, int size) {
    return new RedshiftType(kind, size, 0);
  }

  private static void requireBetween(Kind kind, String what, int value, int least, int most) {
    checkArgument(
        value >= least && value <= most,
        "The %s of %s must be between %s and %s, but is %s",
        what,
        kind.sql(),
        least,
        most,
        value);
  }

  /** As it is written in SQL. */
  public String sql() {
    return switch (kind) {
      case CHAR, VARCHAR, VARBYTE -> kind.sql() + "(" + size + ")";
      case DECIMAL -> kind.sql() + "(" + size + "," + scale + ")";
      default -> kind.sql();
    };
  }

  /** The type that a value has in the file and in the stage. */
  public String stageType() {
    return switch (kind) {
      case SMALLINT -> Kind.INTEGER.sql();
      case CHAR -> of(Kind.VARCHAR, size).sql();
      case TIME -> of(Kind.VARCHAR, "23:59:59.999999".length()).sql();
      case TIMESTAMPTZ -> Kind.TIMESTAMP.sql();
      case VARBYTE -> of(Kind.VARCHAR, Math.min(2 * size, MAX_VARCHAR_BYTES)).sql();
      case SUPER -> of(Kind.VARCHAR, MAX_VARCHAR_BYTES).sql();
      default -> sql();
    };
  }

  /** What makes a staged value one of this type; {@code %s} stands for the staged column. */
  public String cast() {
    return switch (kind) {
      case SMALLINT, CHAR, TIME -> "CAST(%s AS " + sql() + ")";
      case TIMESTAMPTZ -> "(%s AT TIME ZONE 'UTC')";
      case VARBYTE -> "FROM_HEX(%s)";
      case SUPER -> "JSON_PARSE(%s)";
      default -> "%s";
    };
  }

  /**
   * The most bytes that one value can have: the declared length, or what its staged form has room
   * for; 0 for a kind without a length.
   */
  public int maxBytes() {
    return switch (kind) {
      case CHAR, VARCHAR -> size;
      case VARBYTE -> Math.min(size, MAX_VARCHAR_BYTES / 2);
      case SUPER -> MAX_VARCHAR_BYTES;
      default -> 0;
    };
  }
}
