package dev.headrace.runners.spark;

import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.EarthquakeFeed;
import dev.headrace.testdata.api.Script;
import dev.headrace.testdata.redshift.LocalRedshift;
import dev.headrace.testdata.redshift.RedshiftEndpoint;
import dev.headrace.testdata.s3.LocalS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An API, an S3 and a Redshift that jobs in other JVMs reach over sockets, and the arguments by
 * which {@code headrace run} finds them.
 */
final class StandIns implements AutoCloseable {
  private static final String PASSWORD = "a-password-of-tests";

  private static final List<String> BUCKETS =
      List.of("raw", "transformed", "dead-letter", "staging");

  private final LocalS3 s3;
  private final LocalRedshift redshift;
  private final RedshiftEndpoint endpoint;
  private final EarthquakeApi api;

  private List<String> warehouse;

  private StandIns(LocalS3 s3, LocalRedshift redshift, EarthquakeApi api, Path password) {
    this.s3 = s3;
    this.redshift = redshift;
    this.endpoint = redshift.listen(PASSWORD);
    this.api = api;
    this.warehouse =
        List.of(
            "--warehouse-url=" + endpoint.jdbcUrl(),
            "--warehouse-user=" + redshift.user(),
            "--warehouse-password=file:" + password);
  }

  /** Starts them, with all they keep in a folder. */
  static StandIns start(Path folder, Script script) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    LocalS3 s3 = LocalS3.at(Files.createDirectory(folder.resolve("s3")));
    BUCKETS.forEach(s3::withBucket);
    return new StandIns(s3, LocalRedshift.start(s3), EarthquakeApi.start(script), password);
  }

  EarthquakeApi api() {
    return api;
  }

  LocalS3 s3() {
    return s3;
  }

  LocalRedshift redshift() {
    return redshift;
  }

  /** Lets arguments name another way to the warehouse. */
  StandIns reaching(List<String> way) {
    warehouse = way;
    return this;
  }

  /** The arguments of {@code headrace run} for three days of earthquakes, from the pipeline on. */
  List<String> earthquakes(String runId, String... more) {
    return run("earthquakes", api, runId, more);
  }

  /** The same of another pipeline that reads events. */
  List<String> run(String pipeline, String runId) {
    return run(pipeline, api, runId);
  }

  /** The same from another API. */
  List<String> run(String pipeline, EarthquakeApi from, String runId, String... more) {
    List<String> run =
        new ArrayList<>(
            List.of(
                pipeline,
                "--run-id=" + runId,
                "--start=2018-02-03",
                "--end=2018-02-06",
                "--page-size=40",
                "--max-attempts=3",
                "--shards=3",
                "--buckets=2"));
    run.addAll(List.of(more));
    run.addAll(warehouse);
    run.addAll(places(from));
    return run;
  }

  private List<String> places(EarthquakeApi from) {
    return List.of(
        "--raw=s3://raw",
        "--transformed=s3://transformed",
        "--dead-letter=s3://dead-letter",
        "--staging=s3://staging",
        "--api-url=" + from.baseUri(),
        "--private-addresses",
        "--",
        "--awsRegion=" + LocalS3.REGION,
        "--endpoint=" + s3.endpoint(),
        "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"%s\",\"secretAccessKey\":\"%s\"}"
            .formatted(LocalS3.ACCESS_KEY_ID, LocalS3.SECRET_ACCESS_KEY));
  }

  /** How many events these three days have. */
  static int events() {
    return (int)
        EarthquakeFeed.load().features().stream()
            .map(event -> event.path("properties").path("time").asLong())
            .map(Instant::ofEpochMilli)
            .filter(time -> !time.isBefore(Instant.parse("2018-02-03T00:00:00Z")))
            .filter(time -> time.isBefore(Instant.parse("2018-02-06T00:00:00Z")))
            .count();
  }

  /** The rows of the earthquakes' table, in the order of their keys. */
  List<String> rows() throws SQLException {
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM earthquakes ORDER BY id")) {
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

  /** The sizes of all objects, by name. */
  Map<String, Integer> objects() {
    Map<String, Integer> objects = new TreeMap<>();
    for (String bucket : BUCKETS) {
      s3.keys(bucket, "")
          .forEach(key -> objects.put(bucket + "/" + key, s3.bytes(bucket, key).length));
    }
    return objects;
  }

  @Override
  public void close() {
    api.close();
    endpoint.close();
    redshift.close();
    s3.close();
  }
}
