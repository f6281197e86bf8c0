package dev.headrace.benchmarks.load;

import dev.headrace.testdata.redshift.LocalRedshift;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Where a warehouse is reached.
 *
 * @param redshift by Amazon's driver, which needs a password
 * @param postgres the PostgreSQL behind, which needs none
 * @param s3 the endpoint of its S3
 */
record Warehouse(String redshift, String postgres, String s3) {
  static final String USER = LocalRedshift.USER;
  static final String BUCKET = "staging";

  /** Opens a connection to PostgreSQL, which the caller closes. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(postgres, USER, "");
  }
}
