package dev.headrace.testdata.redshift;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver behind {@code jdbc:headrace-local-redshift:} URLs, found through {@link
 * DriverManager}. A {@link LocalRedshift} gives the URL; it also works in other JVMs on the same
 * machine while that server runs.
 *
 * <p>Connections speak Redshift's dialect: physical table attributes are ignored, keys are not
 * enforced, {@code COPY ... MANIFEST FORMAT PARQUET} loads from the S3 endpoint of the URL, and
 * some things PostgreSQL has and Redshift has not are refused. Everything else is PostgreSQL's own.
 * The property {@code user} defaults to {@link LocalRedshift#USER}; other properties are passed to
 * PostgreSQL's driver.
 */
public final class LocalRedshiftDriver implements Driver {
  static {
    try {
      DriverManager.registerDriver(new LocalRedshiftDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** For {@link java.util.ServiceLoader}. */
  public LocalRedshiftDriver() {}

  @Override
  public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    LocalRedshiftUrl target = LocalRedshiftUrl.parse(url);
    Properties settings = info == null ? new Properties() : info;
    PostgresAddress server =
        new PostgresAddress(
            target.host(),
            target.port(),
            target.database(),
            settings.getProperty("user", LocalRedshift.USER));
    return RedshiftConnection.open(server, target.s3Endpoint(), settings);
  }

  @Override
  public boolean acceptsURL(String url) {
    return LocalRedshiftUrl.accepts(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 0;
  }

  @Override
  public int getMinorVersion() {
    return 1;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("The driver logs nothing");
  }
}
