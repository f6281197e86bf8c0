package dev.headrace.io.redshift;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.secrets.Secret;
import dev.headrace.transforms.secrets.Secrets;
import java.io.IOException;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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

  // Also those of
  // https://docs.aws.amazon.com/redshift/latest/mgmt/jdbc20-configuration-options.html
  private static final Pattern SECRETS =
      Pattern.compile(
          "(password|pwd|secret|secretaccesskey|accesskeyid|token)\\s*=|//[^/?;]*@",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PLAIN = Pattern.compile("(file:///)?[A-Za-z0-9._/-]*");

  abstract String url();

  abstract String user();

  abstract @Nullable Secret password();

  /**
   * Connects to a URL such as {@code jdbc:redshift://host:5439/dev}.
   *
   * @throws IllegalArgumentException if it is no JDBC URL, or holds a password
   */
  public static RedshiftConnection of(String url, String user) {
    checkArgument(
        url.startsWith("jdbc:"),
        "The warehouse's URL must be such as jdbc:redshift://host:5439/database, but is %s",
        told(url));
    checkArgument(
        !SECRETS.matcher(url).find(),
        "The warehouse's URL must not hold a password, key or token; name the password by a"
            + " reference");
    return new AutoValue_RedshiftConnection(url, user, null);
  }

  /**
   * Takes the password from an environment variable ({@code env:NAME}), a file ({@code file:/path},
   * without the line's end) or a secret of AWS Secrets Manager (its ARN, with {@code #FIELD} for a
   * field of a JSON secret, such as {@code #password}); default is none. It is read anew for each
   * connection.
   *
   * @throws IllegalArgumentException if it is no such reference
   */
  public RedshiftConnection withPassword(String reference) {
    Secret password = Secret.of("The warehouse's password", reference);
    return new AutoValue_RedshiftConnection(url(), user(), password);
  }

  /** A value for a message: whole where no password can be in it, else how it begins. */
  static String told(String value) {
    boolean plain = PLAIN.matcher(value).matches();
    return '"' + (plain ? value : value.replaceFirst("[^A-Za-z].*", "…")) + '"';
  }

  /** The secrets that are read to connect. */
  public List<Secret> secrets() {
    Secret password = password();
    return password == null ? List.of() : List.of(password);
  }

  /** Opens a connection whose times are UTC. */
  Connection open() throws SQLException, IOException {
    Properties properties = new Properties();
    properties.setProperty("user", user());
    properties.setProperty("ApplicationName", "headrace");
    Secret password = password();
    if (password != null) {
      properties.setProperty("password", Secrets.read(password));
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
}
