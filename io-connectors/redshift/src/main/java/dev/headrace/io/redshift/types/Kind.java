package dev.headrace.io.redshift.types;

/**
 * The families of Redshift's types that rows are loaded into
 * (https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html).
 */
public enum Kind {
  /** 16 bits. */
  SMALLINT("SMALLINT"),
  /** 32 bits. */
  INTEGER("INTEGER"),
  /** 64 bits. */
  BIGINT("BIGINT"),
  /** Exact, of up to 38 digits. */
  DECIMAL("DECIMAL"),
  /** 32 bits of floating point. */
  REAL("REAL"),
  /** 64 bits of floating point. */
  DOUBLE("DOUBLE PRECISION"),
  /** True or false. */
  BOOLEAN("BOOLEAN"),
  /** ASCII, padded with blanks. */
  CHAR("CHAR"),
  /** UTF-8, measured in bytes. */
  VARCHAR("VARCHAR"),
  /** A day. */
  DATE("DATE"),
  /** A time of day, in microseconds. */
  TIME("TIME"),
  /** A date and time without a zone, in microseconds. */
  TIMESTAMP("TIMESTAMP"),
  /** A point in time, in microseconds. */
  TIMESTAMPTZ("TIMESTAMPTZ"),
  /** Bytes. */
  VARBYTE("VARBYTE"),
  /** JSON. */
  SUPER("SUPER");

  private final String sql;

  Kind(String sql) {
    this.sql = sql;
  }

  /** Its name in SQL, without a length. */
  public String sql() {
    return sql;
  }
}
