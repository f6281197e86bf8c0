package dev.headrace.testdata.redshift;

/**
 * How a database keeps its transactions apart.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html">Isolation levels in
 * Amazon Redshift</a>.
 */
public enum Isolation {
  /** What new clusters and workgroups have; PostgreSQL's REPEATABLE READ stands for it. */
  SNAPSHOT("repeatable read"),

  /** What conflicts fails with error 1023, under the SQLSTATE {@code XX000}. */
  SERIALIZABLE("serializable");

  private final String postgresName;

  Isolation(String postgresName) {
    this.postgresName = postgresName;
  }

  String postgresName() {
    return postgresName;
  }
}
