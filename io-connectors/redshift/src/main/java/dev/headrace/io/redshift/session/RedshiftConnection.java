package dev.headrace.io.redshift.session;

import static com.google.common.base.Preconditions.checkArgument;

import com.amazon.redshift.Driver;
import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import dev.headrace.transforms.secrets.Secret;
import dev.headrace.transforms.secrets.Secrets;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How workers reach Redshift by JDBC. The password is named here and read where it is used; it is
 * never part of what travels, is printed or is logged.
 */
@AutoValue
public abstract class RedshiftConnection implements RedshiftSessions {
  private static final long serialVersionUID = 1L;

  private static final Pattern ARN = Pattern.compile("arn:[^#]*");
  private static final String AMAZON = "jdbc:redshift:";
  private static final String IAM = AMAZON + "iam:";

  // The label of https://docs.aws.amazon.com/redshift/latest/dg/r_STL_QUERY.html
  private static final int MAX_QUERY_GROUP = 320;

  abstract String url();

  abstract String user();

  abstract @Nullable Secret secretUser();

  abstract @Nullable Secret password();

  abstract Duration statementTimeout();

  abstract String queryGroup();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setUrl(String url);

    abstract Builder setUser(String user);

    abstract Builder setSecretUser(@Nullable Secret user);

    abstract Builder setPassword(@Nullable Secret password);

    abstract Builder setStatementTimeout(Duration timeout);

    abstract Builder setQueryGroup(String queryGroup);

    abstract RedshiftConnection build();
  }

  /**
   * Connects to a URL such as {@code jdbc:redshift://host:5439/dev}.
   *
   * @throws IllegalArgumentException if it is no JDBC URL, or holds a password
   */
  public static RedshiftConnection of(String url, String user) {
    JdbcUrl.requireJdbc(url);
    JdbcUrl.requireNoSecret(url);
    return new AutoValue_RedshiftConnection.Builder()
        .setUrl(url)
        .setUser(user)
        .setStatementTimeout(Duration.ZERO)
        .setQueryGroup("")
        .build();
  }

  /**
   * Connects with credentials that the driver gets for the worker's own IAM identity, to a URL such
   * as {@code jdbc:redshift:iam://cluster:eu-west-1/dev}
   * (https://docs.aws.amazon.com/redshift/latest/mgmt/generating-iam-credentials-configure-jdbc-odbc.html).
   *
   * @param user the database user; empty for the one that belongs to the identity
   * @throws IllegalArgumentException if it is no such URL, or holds a key
   */
  public static RedshiftConnection iam(String url, String user) {
    RedshiftConnection connection = of(url, user);
    checkArgument(
        connection.isIam(),
        "The warehouse's URL must be such as jdbc:redshift:iam://cluster:region/database, but is"
            + " %s",
        JdbcUrl.told(url));
    return connection;
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
    checkArgument(!isIam(), "An IAM connection takes no password: the driver gets one by itself");
    Secret password = Secret.of("The warehouse's password", reference);
    return toBuilder().setPassword(password).build();
  }

  /**
   * Takes user and password from a secret as Redshift keeps it in AWS Secrets Manager: a JSON
   * object with the fields {@code username} and {@code password}. They are read anew for each
   * connection.
   *
   * @param arn of the secret, without a field
   */
  public RedshiftConnection withSecret(String arn) {
    checkArgument(
        ARN.matcher(arn).matches(),
        "The warehouse's secret must be the ARN of a secret of AWS Secrets Manager without #FIELD");
    return withPassword(arn + "#password").toBuilder()
        .setSecretUser(Secret.of("The warehouse's secret", arn + "#username"))
        .build();
  }

  /** Ends statements that run longer; default is Redshift's own limit. In milliseconds. */
  public RedshiftConnection withStatementTimeout(Duration timeout) {
    checkArgument(
        timeout.toMillis() >= 1 && timeout.toMillis() <= Integer.MAX_VALUE,
        "The statement timeout must be between 1 ms and %s ms, but is %s",
        Integer.MAX_VALUE,
        timeout);
    return toBuilder().setStatementTimeout(timeout).build();
  }

  /** Marks the queries, for queues and for finding them; default is no mark. */
  public RedshiftConnection withQueryGroup(String queryGroup) {
    checkArgument(
        !queryGroup.isEmpty() && queryGroup.length() <= MAX_QUERY_GROUP,
        "The query group must have 1 to %s characters, but has %s",
        MAX_QUERY_GROUP,
        queryGroup.length());
    return toBuilder().setQueryGroup(queryGroup).build();
  }

  /** Whether the driver gets the credentials, for the AWS identity that it finds. */
  public boolean isIam() {
    return url().startsWith(IAM);
  }

  @Override
  public List<Secret> secrets() {
    return Stream.of(secretUser(), password())
        .flatMap(Stream::ofNullable)
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public RedshiftSession open() throws SQLException, IOException {
    Connection connection = connected();
    try {
      return new JdbcSession(connection, SetUp.statements(statementTimeout(), queryGroup()));
    } catch (SQLException | RuntimeException e) {
      try {
        connection.close();
      } catch (SQLException failure) {
        e.addSuppressed(failure);
      }
      throw e;
    }
  }

  private Connection connected() throws SQLException, IOException {
    try {
      return connect(url(), properties());
    } catch (SQLException e) {
      String where = url().replaceFirst("[?;].*", "");
      String who = user().isEmpty() ? "" : " as " + user();
      throw new SQLException(
          "Cannot connect to %s%s: %s".formatted(where, who, AwsIdentity.told(e)),
          e.getSQLState(),
          e.getErrorCode(),
          AwsIdentity.cause(e));
    }
  }

  /**
   * By Amazon's driver itself if it is its URL: {@link DriverManager} has only those drivers that
   * were there when anybody first used it, which on a worker may have been before the job's jar.
   */
  private static Connection connect(String url, Properties properties) throws SQLException {
    @Nullable Connection connection =
        url.startsWith(AMAZON) ? new Driver().connect(url, properties) : null;
    return connection == null ? DriverManager.getConnection(url, properties) : connection;
  }

  Properties properties() throws IOException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "headrace");
    Secret secretUser = secretUser();
    String user = secretUser == null ? user() : Secrets.read(secretUser);
    if (!isIam()) {
      properties.setProperty("user", user);
    } else if (!user.isEmpty()) {
      properties.setProperty("DbUser", user);
    }
    Secret password = password();
    if (password != null) {
      properties.setProperty("password", Secrets.read(password));
    }
    return properties;
  }
}
