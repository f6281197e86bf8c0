package dev.headrace.benchmarks.load;

import dev.headrace.benchmarks.Sql;
import dev.headrace.testdata.s3.LocalS3;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A small load of other rows, since a warehouse is not started for one load: made up, staged as
 * Parquet, and copied into a table that is dropped.
 */
final class WarmUp {
  static final String TABLE = "warm_up";

  private static final int ROWS = 1_000_000;
  private static final String FILE = "warm-up/rows.parquet";
  private static final String MANIFEST = "warm-up/manifest.json";
  private static final String ROW_FILE =
      """
      COPY (
        SELECT n AS id, TIMESTAMP '1999-01-01 00:00:00' + to_minutes(n::INTEGER) AS date,
          (n %% 90)::INTEGER AS delay, (n %% 1000)::INTEGER AS distance,
          concat('O', n %% 97) AS origin, concat('D', n %% 89) AS destination
        FROM range(%d) AS numbers(n)
      ) TO %s (FORMAT parquet)
      """;

  private WarmUp() {}

  /**
   * Does it.
   *
   * @param scratch for the file, until it is on S3
   */
  static void run(Warehouse warehouse, String password, Path scratch)
      throws SQLException, IOException {
    Path file = scratch.resolve("warm-up.parquet");
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(ROW_FILE.formatted(ROWS, Sql.text(file)));
    }
    stage(warehouse, file);
    load(warehouse, password);
  }

  private static void stage(Warehouse warehouse, Path file) throws IOException {
    String manifest =
        """
        {"entries":[{"url":"%s","mandatory":true,"meta":{"content_length":%d}}]}"""
            .formatted(uri(FILE), Files.size(file));
    try (S3Client s3 = LocalS3.newClient(URI.create(warehouse.s3()))) {
      s3.putObject(r -> r.bucket(Warehouse.BUCKET).key(FILE), file);
      s3.putObject(r -> r.bucket(Warehouse.BUCKET).key(MANIFEST), RequestBody.fromString(manifest));
    }
  }

  private static void load(Warehouse warehouse, String password) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(warehouse.redshift(), Warehouse.USER, password);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE " + TABLE + " (LIKE " + FlightTable.NAME + ")");
      statement.execute(
          "COPY %s FROM '%s' IAM_ROLE default FORMAT AS PARQUET MANIFEST"
              .formatted(TABLE, uri(MANIFEST)));
      statement.execute("DROP TABLE " + TABLE);
    }
  }

  private static String uri(String key) {
    return "s3://" + Warehouse.BUCKET + "/" + key;
  }
}
