package dev.headrace.testdata.redshift;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLState;

/** Where the PostgreSQL server is reached, and as whom. */
record PostgresAddress(String host, int port, String database, String user) {
  private static final org.postgresql.Driver DRIVER = new org.postgresql.Driver();

  /** For PostgreSQL's driver. */
  String url() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  Connection connect() throws SQLException {
    return connect(new Properties());
  }

  Connection connect(Properties settings) throws SQLException {
    Properties all = new Properties();
    settings.stringPropertyNames().forEach(n -> all.setProperty(n, settings.getProperty(n)));
    all.setProperty("user", user);
    @Nullable Connection connection = DRIVER.connect(url(), all);
    if (connection == null) {
      throw new SQLException(
          "PostgreSQL's driver refused " + url(), PSQLState.CONNECTION_REJECTED.getState());
    }
    try (Statement statement = connection.createStatement()) {
      // The driver sends the JVM's time zone; a Redshift session begins in UTC.
      statement.execute("SET TIME ZONE 'UTC'");
    }
    return connection;
  }
}
