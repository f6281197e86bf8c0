package dev.headrace.runners.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.testdata.process.S3Main;
import dev.headrace.testdata.redshift.LocalRedshift;
import dev.headrace.testdata.redshift.RedshiftEndpoint;
import dev.headrace.testdata.s3.LocalS3;
import dev.headrace.testdata.s3.S3Relay;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 as another process, a relay to it, and a Redshift that Amazon's driver connects to. */
final class StandIns implements AutoCloseable {
  static final Pattern ADDRESS = Pattern.compile("^http://127\\.0\\.0\\.1:\\d+$");
  static final List<String> BUCKETS = List.of("raw", "transformed", "dead-letter", "staging");
  private static final String PASSWORD = "for-loopback-only";

  private final JvmProcess s3;
  private final S3Client client;
  private final S3Relay relay;
  private final LocalRedshift redshift;
  private final RedshiftEndpoint endpoint;
  private final Path password;

  private StandIns(JvmProcess s3, URI s3Url, Path folder) throws IOException {
    this.s3 = s3;
    this.client = LocalS3.newClient(s3Url);
    this.relay = S3Relay.to(s3Url);
    this.redshift = LocalRedshift.start(s3Url);
    this.endpoint = redshift.listen(PASSWORD);
    this.password = Files.writeString(folder.resolve("password"), PASSWORD, UTF_8);
  }

  static StandIns start(Path folder) throws IOException, InterruptedException {
    List<String> java = new ArrayList<>(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp"));
    java.add(System.getProperty("java.class.path"));
    java.add(S3Main.class.getName());
    java.add(folder.resolve("s3").toString());
    java.addAll(BUCKETS);
    JvmProcess s3 = JvmProcess.start(folder.resolve("s3.log"), java, Map.of());
    URI url = URI.create(s3.awaitLine(ADDRESS).group());
    return new StandIns(s3, url, folder);
  }

  /** To S3 without the relay. */
  S3Client s3() {
    return client;
  }

  S3Relay relay() {
    return relay;
  }

  /** Options of {@code headrace run} for the warehouse. */
  List<String> warehouseOptions() {
    return List.of(
        "--warehouse-url=" + endpoint.jdbcUrl(),
        "--warehouse-user=" + LocalRedshift.USER,
        "--warehouse-password=file:" + password.toAbsolutePath());
  }

  /** Options of Beam for S3, by way of the relay. */
  List<String> awsOptions() {
    return List.of(
        "--awsRegion=" + LocalS3.REGION,
        "--endpoint=" + relay.endpoint(),
        "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"%s\",\"secretAccessKey\":\"%s\"}"
            .formatted(LocalS3.ACCESS_KEY_ID, LocalS3.SECRET_ACCESS_KEY));
  }

  /** The only row of a query, its columns joined by a bar. */
  String row(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      List<String> row = new ArrayList<>();
      for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
        row.add(String.valueOf(result.getString(c)));
      }
      return String.join("|", row);
    }
  }

  /** Leaves the warehouse empty. */
  void emptyWarehouse() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet result =
          statement.executeQuery(
              "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'sys%'")) {
        while (result.next()) {
          tables.add(result.getString(1));
        }
      }
      for (String table : tables) {
        statement.execute("DROP TABLE public.\"" + table + "\"");
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(redshift.postgresUrl(), LocalRedshift.USER, "");
  }

  @Override
  public void close() {
    endpoint.close();
    redshift.close();
    relay.close();
    client.close();
    s3.close();
  }
}
