package dev.headrace.io.redshift.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.TestDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedshiftConnectionTest {
  private static final String URL = "jdbc:listening:db";

  @TempDir private Path directory;
  private final ListeningDriver driver = new ListeningDriver();

  @BeforeEach
  void register() throws SQLException {
    DriverManager.registerDriver(driver);
  }

  @AfterEach
  void deregister() throws SQLException {
    DriverManager.deregisterDriver(driver);
  }

  private static RedshiftConnection connection() {
    return RedshiftConnection.of(URL, "loader");
  }

  private Properties sent(RedshiftConnection connection) {
    assertThrows(SQLException.class, connection::open);
    return driver.sent.get(driver.sent.size() - 1);
  }

  private String file(String content) throws IOException {
    return "file:" + Files.writeString(directory.resolve("password"), content);
  }

  @Test
  void aPasswordFromAFileIsSentWithoutTheLinesEnd() throws IOException {
    Properties sent = sent(connection().withPassword(file("s3cr3t\r\n")));

    assertThat(
        sent, is(Map.of("user", "loader", "password", "s3cr3t", "ApplicationName", "headrace")));
  }

  @Test
  void blanksAtTheEndOfAPasswordAreKept() throws IOException {
    Properties sent = sent(connection().withPassword(file("s3cr3t \n")));

    assertThat(sent.getProperty("password"), is("s3cr3t "));
  }

  @Test
  void aPasswordFromTheEnvironmentIsSent() {
    Map.Entry<String, String> variable =
        System.getenv().entrySet().stream()
            .filter(entry -> entry.getKey().matches("[A-Z_]+") && !entry.getValue().isEmpty())
            .findAny()
            .orElseThrow();

    Properties sent = sent(connection().withPassword("env:" + variable.getKey()));

    assertThat(sent.getProperty("password"), is(variable.getValue()));
  }

  @Test
  void withoutAReferenceNoPasswordIsSent() {
    assertThat(sent(connection()).stringPropertyNames(), not(hasItem("password")));
  }

  @Test
  void aMissingVariableIsNamed() {
    RedshiftConnection connection = connection().withPassword("env:HEADRACE_NOT_THERE");

    Exception failure = assertThrows(IOException.class, connection::open);

    assertThat(failure.getMessage(), containsString("HEADRACE_NOT_THERE"));
  }

  @Test
  void aMissingFileIsNamed() {
    RedshiftConnection connection =
        connection().withPassword("file:" + directory.resolve("nowhere"));

    Exception failure = assertThrows(NoSuchFileException.class, connection::open);

    assertThat(failure.getMessage(), containsString("nowhere"));
  }

  @Test
  void aPasswordInSecretsManagerIsTakenAndTheModuleThatReadsItIsNamed() {
    String arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:warehouse-AbCdEf#password";
    RedshiftConnection connection = connection().withPassword(arn);

    Exception failure = assertThrows(IOException.class, connection::open);

    assertThat(connection.toString(), containsString(arn));
    assertThat(failure.getMessage(), containsString(arn));
    assertThat(failure.getMessage(), containsString("headrace-io-secretsmanager"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:redshift://h:5439/dev?password=s3cr3t",
        "jdbc:redshift://h:5439/dev;PWD=s3cr3t",
        "jdbc:redshift://h:5439/dev?Password =s3cr3t",
        "jdbc:redshift:iam://c:eu-west-1/dev?AccessKeyID=s3cr3t",
        "jdbc:redshift:iam://c:eu-west-1/dev?SecretAccessKey=s3cr3t",
        "jdbc:redshift:iam://c:eu-west-1/dev?SessionToken=s3cr3t",
        "jdbc:redshift:iam://c:eu-west-1/dev?client_secret=s3cr3t",
        "jdbc:redshift://loader:s3cr3t@h:5439/dev",
        "redshift://s3cr3t",
      })
  void aUrlWithASecretIsRefusedWithoutRepeatingIt(String url) {
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> RedshiftConnection.of(url, "loader"));

    assertThat(refusal.getMessage(), not(containsString("s3cr3t")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:redshift://h:5439/dev?ssl=true",
        "jdbc:redshift:iam://c:eu-west-1/dev?DbUser=a@b.org",
      })
  void aUrlWithoutASecretIsTaken(String url) {
    assertThat(RedshiftConnection.of(url, "loader").url(), is(url));
  }

  @Test
  void aPasswordInPlaceOfItsReferenceIsRefusedWithoutRepeatingIt() {
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> connection().withPassword("s3cr3t"));

    assertThat(refusal.getMessage(), not(containsString("s3cr3t")));
  }

  @Test
  void thePasswordIsNeitherPrintedNorToldNorSentToTheWorkers() throws IOException {
    RedshiftConnection connection = connection().withPassword(file("s3cr3t"));

    String failure = assertThrows(SQLException.class, connection::open).toString();
    byte[] travelling = SerializableUtils.serializeToByteArray(connection);

    assertThat(connection.toString(), not(containsString("s3cr3t")));
    assertThat(failure, not(containsString("s3cr3t")));
    assertThat(
        new String(travelling, java.nio.charset.StandardCharsets.ISO_8859_1),
        not(containsString("s3cr3t")));
  }

  private static final String IAM_URL = "jdbc:redshift:iam://c:eu-west-1/dev";

  @Test
  void byIamTheDriverIsToldAUserOnlyIfOneIsWantedAndNeverAPassword() throws IOException {
    assertThat(
        RedshiftConnection.iam(IAM_URL, "").properties(),
        is(Map.of("ApplicationName", "headrace")));
    assertThat(
        RedshiftConnection.iam(IAM_URL, "loader").properties(),
        is(Map.of("ApplicationName", "headrace", "DbUser", "loader")));
    assertThrows(
        IllegalArgumentException.class,
        () -> RedshiftConnection.iam(IAM_URL, "").withPassword("env:HOME"));
    assertThrows(IllegalArgumentException.class, () -> RedshiftConnection.iam(URL, ""));
  }

  @Test
  void aSecretGivesUserAndPasswordByItsFields() {
    String arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:warehouse-AbCdEf";
    RedshiftConnection connection = connection().withSecret(arn);

    Exception failure = assertThrows(IOException.class, connection::open);

    assertThat(
        connection.secrets().stream().map(Object::toString).toList(),
        is(List.of(arn + "#username", arn + "#password")));
    assertThat(failure.getMessage(), containsString(arn + "#username"));
    assertThrows(IllegalArgumentException.class, () -> connection().withSecret(arn + "#password"));
  }

  @Test
  void amazonsDriverIsFoundThoughOthersWereLookedForBeforeItWasThere() throws SQLException {
    List<Driver> known =
        DriverManager.drivers().filter(com.amazon.redshift.Driver.class::isInstance).toList();
    for (Driver driver : known) {
      DriverManager.deregisterDriver(driver);
    }
    try {
      RedshiftConnection nowhere =
          RedshiftConnection.of("jdbc:redshift://127.0.0.1:1/dev", "loader");

      SQLException failure = assertThrows(SQLException.class, nowhere::open);

      assertThat(failure.getSQLState(), is("08001"));
      assertThat(failure.getMessage(), containsString("refused"));
      assertThat(failure.getMessage(), not(containsString("No suitable driver")));
    } finally {
      for (Driver driver : known) {
        DriverManager.registerDriver(driver);
      }
    }
  }

  @Test
  void aTimeLimitOrAMarkThatCannotBeIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> connection().withStatementTimeout(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> connection().withQueryGroup(""));
    assertThrows(
        IllegalArgumentException.class, () -> connection().withQueryGroup("x".repeat(321)));
  }

  /** Refuses every connection and remembers what it was asked with. */
  private static final class ListeningDriver extends TestDriver {
    private final List<Properties> sent = new ArrayList<>();

    @Override
    public boolean acceptsURL(String url) {
      return url.startsWith("jdbc:listening:");
    }

    @Override
    protected Connection connection(String url, Properties info) throws SQLException {
      sent.add(info);
      throw new SQLException("Not today");
    }
  }
}
