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
  // https://docs.aws.amazon.com/redshift/latest/dg/limitations-super.html
  private static final int MAX_SUPER_BYTES = 16 << 20;
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

  /** The type that a value has in the file and in the stage, where that is Parquet. */
  public String stageType() {
    return stageType(StagingFormat.PARQUET);
  }

  /** The type that a value has in the file and in the stage. */
  public String stageType(StagingFormat format) {
    return switch (kind) {
      case SMALLINT -> Kind.INTEGER.sql();
      case CHAR -> of(Kind.VARCHAR, size).sql();
      case TIME -> of(Kind.VARCHAR, "23:59:59.999999".length()).sql();
      case TIMESTAMPTZ -> Kind.TIMESTAMP.sql();
      case VARBYTE ->
          isHex(format) ? of(Kind.VARCHAR, Math.min(2 * size, MAX_VARCHAR_BYTES)).sql() : sql();
      case SUPER -> isText(format) ? of(Kind.VARCHAR, MAX_VARCHAR_BYTES).sql() : sql();
      default -> sql();
    };
  }

  /** As of {@link #cast(StagingFormat)}, where that is Parquet. */
  public String cast() {
    return cast(StagingFormat.PARQUET);
  }

  /** What makes a staged value one of this type; {@code %s} stands for the staged column. */
  public String cast(StagingFormat format) {
    return switch (kind) {
      case SMALLINT, CHAR, TIME -> "CAST(%s AS " + sql() + ")";
      case TIMESTAMPTZ -> "(%s AT TIME ZONE 'UTC')";
      case VARBYTE -> isHex(format) ? "FROM_HEX(%s)" : "%s";
      case SUPER -> isText(format) ? "JSON_PARSE(%s)" : "%s";
      default -> "%s";
    };
  }

  /**
   * Whether bytes are staged as hexadecimal digits. COPY takes no bytes from JSON, but from Parquet
   * (https://docs.aws.amazon.com/redshift/latest/dg/copy-usage-varbyte.html): that is how those
   * come whose digits have no room in a text.
   */
  public boolean isHex(StagingFormat format) {
    return kind == Kind.VARBYTE && (format == StagingFormat.JSON || size <= MAX_VARCHAR_BYTES / 2);
  }

  /** Whether a SUPER is staged as a text, of which Redshift makes a document. */
  private static boolean isText(StagingFormat format) {
    return format == StagingFormat.PARQUET;
  }

  /**
   * The most bytes that one value can have: the declared length, or what its staged form has room
   * for; 0 for a kind without a length.
   */
  public int maxBytes(StagingFormat format) {
    return switch (kind) {
      case CHAR, VARCHAR -> size;
      case VARBYTE -> isHex(format) ? Math.min(size, MAX_VARCHAR_BYTES / 2) : size;
      case SUPER -> isText(format) ? MAX_VARCHAR_BYTES : MAX_SUPER_BYTES;
      default -> 0;
    };
  }
}
