package dev.headrace.testdata.redshift;

/**
 * A {@code TRUNCATE}, which commits the transaction it is part of.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNCATE.html">TRUNCATE</a>.
 */
record TruncateStatement(String postgresSql) implements Interpreted {
  @Override
  public String tag() {
    return "TRUNCATE TABLE";
  }
}
