package dev.headrace.io.redshift;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.common.base.CharMatcher;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How workers reach Redshift by JDBC. The password is named here and read where it is used; it is
 * never part of what travels, is printed or is logged.
 */
@AutoValue
public abstract class RedshiftConnection implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String ENVIRONMENT = "env:";
  private static final String FILE = "file:";

  // Also those of
  // https://docs.aws.amazon.com/redshift/latest/mgmt/jdbc20-configuration-options.html
  private static final Pattern SECRETS =
      Pattern.compile(
          "(password|pwd|secret|secretaccesskey|accesskeyid|token)\\s*=|//[^/?;]*@",
          Pattern.CASE_INSENSITIVE);

  abstract String url();

  abstract String user();

  abstract @Nullable String passwordReference();

  /**
   * Connects to a URL such as {@code jdbc:redshift://host:5439/dev}.
   *
   * @throws IllegalArgumentException if it is no JDBC URL, or holds a password
   */
  public static RedshiftConnection of(String url, String user) {
    checkArgument(url.startsWith("jdbc:"), "The warehouse's URL must start with jdbc:");
    checkArgument(
        !SECRETS.matcher(url).find(),
        "The warehouse's URL must not hold a password, key or token; name the password by a"
            + " reference");
    return new AutoValue_RedshiftConnection(url, user, null);
  }

  /**
   * Takes the password from an environment variable ({@code env:NAME}) or a file ({@code
   * file:/path}, without the line's end); default is none.
   */
  public RedshiftConnection withPassword(String reference) {
    checkArgument(
        reference.startsWith(ENVIRONMENT) || reference.startsWith(FILE),
        "The warehouse's password must be a reference, env:NAME or file:/path");
    return new AutoValue_RedshiftConnection(url(), user(), reference);
  }

  /** Opens a connection whose times are UTC. */
  Connection open() throws SQLException, IOException {
    Properties properties = new Properties();
    properties.setProperty("user", user());
    properties.setProperty("ApplicationName", "headrace");
    String reference = passwordReference();
    if (reference != null) {
      properties.setProperty("password", password(reference));
    }
    Connection connection = DriverManager.getConnection(url(), properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET timezone TO 'UTC'");
      return connection;
    } catch (SQLException | RuntimeException e) {
      try {
        connection.close();
      } catch (SQLException failure) {
        e.addSuppressed(failure);
      }
      throw e;
    }
  }

  private static String password(String reference) throws IOException {
    if (reference.startsWith(FILE)) {
      String content = Files.readString(Path.of(reference.substring(FILE.length())));
      return CharMatcher.anyOf("\r\n").trimTrailingFrom(content);
    }
    String name = reference.substring(ENVIRONMENT.length());
    String value = System.getenv(name);
    if (value == null) {
      throw new IOException("The environment variable " + name + ", the password, is not set");
    }
    return value;
  }
}
