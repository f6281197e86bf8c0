package dev.headrace.runners.direct;

import dev.headrace.testdata.redshift.LocalRedshift;
import dev.headrace.testdata.s3.LocalS3;
import dev.headrace.testdata.s3.S3Relay;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** A local S3 and Redshift, and what tests ask of them. */
final class Platform implements AutoCloseable {
  static final List<String> BUCKETS = List.of("raw", "transformed", "dead-letter", "staging");

  private final LocalS3 s3;
  private final S3Relay relay;
  private final URI endpoint;
  private final LocalRedshift redshift;

  private Platform(LocalS3 s3, S3Relay relay, URI endpoint, LocalRedshift redshift) {
    this.s3 = s3;
    this.relay = relay;
    this.endpoint = endpoint;
    this.redshift = redshift;
  }

  static Platform start(Path folder) {
    return start(s3(folder), false);
  }

  /** One whose S3 is reached by the relay, for what runs and for COPY. */
  static Platform startBehindRelay(Path folder) {
    return start(s3(folder), true);
  }

  private static LocalS3 s3(Path folder) {
    LocalS3 s3 = LocalS3.at(folder);
    BUCKETS.forEach(s3::withBucket);
    return s3;
  }

  private static Platform start(LocalS3 s3, boolean behindRelay) {
    S3Relay relay = S3Relay.to(s3.endpoint());
    URI endpoint = behindRelay ? relay.endpoint() : s3.endpoint();
    return new Platform(s3, relay, endpoint, LocalRedshift.start(endpoint));
  }

  /** The same, to which a command has a way of its own. */
  Platform by(URI endpoint) {
    return new Platform(s3, relay, endpoint, redshift);
  }

  S3Relay relay() {
    return relay;
  }

  /** Where a command finds the S3. */
  URI endpoint() {
    return endpoint;
  }

  LocalS3 s3() {
    return s3;
  }

  LocalRedshift redshift() {
    return redshift;
  }

  /** The names of all objects, by bucket. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (String bucket : BUCKETS) {
      s3.keys(bucket, "").forEach(key -> keys.add(bucket + "/" + key));
    }
    return keys;
  }

  /** All objects with their content. */
  Map<String, String> objects() {
    Map<String, String> objects = new TreeMap<>();
    for (String bucket : BUCKETS) {
      for (String key : s3.keys(bucket, "")) {
        objects.put(bucket + "/" + key, HexFormat.of().formatHex(s3.bytes(bucket, key)));
      }
    }
    return objects;
  }

  /** By which a pipeline finds the S3. */
  PipelineOptions options() {
    AwsOptions aws = PipelineOptionsFactory.as(AwsOptions.class);
    aws.setAwsRegion(Region.of(s3.region()));
    aws.setEndpoint(s3.endpoint());
    aws.setAwsCredentialsProvider(
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(s3.accessKeyId(), s3.secretAccessKey())));
    return aws;
  }

  /** What a query brings, a text a row. */
  List<String> rows(String query) throws SQLException {
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
          row.add(String.valueOf(result.getString(c)));
        }
        rows.add(String.join("|", row));
      }
      return rows;
    }
  }

  /** Runs a statement. */
  void execute(String sql) throws SQLException {
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** How often COPY was asked for. */
  int copies() throws SQLException {
    return rows("SELECT query_id FROM sys_load_history").size();
  }

  @Override
  public void close() {
    redshift.close();
    relay.close();
    s3.close();
  }
}
