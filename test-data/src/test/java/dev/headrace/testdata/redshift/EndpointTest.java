package dev.headrace.testdata.redshift;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A port of the warehouse for the tests of a class, and Amazon's driver to connect to it. */
abstract class EndpointTest extends WarehouseTest {
  static final String PASSWORD = "Local-1";
  static RedshiftEndpoint endpoint;

  @BeforeAll
  static void listen() {
    endpoint = redshift.listen(PASSWORD);
  }

  @AfterAll
  static void stopListening() {
    endpoint.close();
  }

  static Connection amazon() throws SQLException {
    return amazon(PASSWORD);
  }

  static Connection amazon(String password) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("user", redshift.user());
    settings.setProperty("password", password);
    return new com.amazon.redshift.jdbc.Driver().connect(endpoint.jdbcUrl(), settings);
  }
}
