package dev.headrace.runners.spark.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.redshift.RedshiftIO.LoadFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a run leaves behind, but for times, the number of its retries, and the order in which
 * things lie: equal where two runs have come to the same. What counts is read from the manifests,
 * by means that are not Headrace's own.
 *
 * @param ingested the accounts of the raw manifest
 * @param reprocessed the accounts of the dataset's manifest
 * @param cursor where the next run begins
 * @param lake number and hash of the rows of the listed Parquet files, with their partition
 * @param warehouse number and hash of the rows of the table
 * @param loads how many the ledger in the warehouse has, and of how many rows
 * @param deadLetters of each stage, reason, payload, and the response that it came from
 */
record CollectedResult(
    Map<String, Long> ingested,
    Map<String, Long> reprocessed,
    String cursor,
    String lake,
    String warehouse,
    String loads,
    List<String> deadLetters) {

  /** Collects what a run has left. */
  static CollectedResult of(StandIns standIns, RunOf run, RunPaths paths, Path scratch)
      throws IOException, SQLException {
    Bucket bucket = new Bucket(standIns.s3());
    JsonNode raw = bucket.json(paths.rawManifest());
    JsonNode dataset = bucket.json(paths.datasetManifest(run.dataset()));
    return new CollectedResult(
        counts(raw),
        counts(dataset),
        raw.path("cursorAfter").asText(),
        lake(bucket, dataset, scratch),
        standIns.row(
            "SELECT count(*), sum(hashtextextended(t::text, 0)::numeric) FROM %s t"
                .formatted(run.dataset())),
        standIns.row("SELECT count(*), sum(row_count) FROM " + LoadFiles.DEFAULT_LEDGER),
        deadLetters(bucket, raw, dataset));
  }

  private static Map<String, Long> counts(JsonNode manifest) {
    Map<String, Long> counts = new TreeMap<>();
    ((ObjectNode) manifest.path("counts"))
        .without("RETRIES")
        .fields()
        .forEachRemaining(count -> counts.put(count.getKey(), count.getValue().asLong()));
    return counts;
  }

  private static String lake(Bucket bucket, JsonNode manifest, Path scratch)
      throws IOException, SQLException {
    Path folder = Files.createTempDirectory(Files.createDirectories(scratch), "lake");
    try {
      for (JsonNode object : manifest.path("objects")) {
        String uri = object.path("uri").asText();
        Path file = folder.resolve(uri.substring(uri.indexOf("//") + 2));
        Files.createDirectories(file.getParent());
        Files.write(file, bucket.bytes(uri));
      }
      return row(
          "SELECT count(*), sum(hash(rows)) FROM (SELECT * FROM read_parquet('%s/**/*.parquet', hive_partitioning = true)) rows"
              .formatted(folder));
    } finally {
      delete(folder);
    }
  }

  private static String row(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1) + "|" + result.getString(2);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static List<String> deadLetters(Bucket bucket, JsonNode... manifests) {
    Map<String, List<JsonNode>> raw = new HashMap<>();
    List<String> letters = new ArrayList<>();
    for (JsonNode manifest : manifests) {
      for (JsonNode object : manifest.path("deadLetters")) {
        for (JsonNode letter : bucket.lines(object.path("uri").asText())) {
          letters.add(
              String.join(
                  " ",
                  letter.path("stage").asText(),
                  letter.path("reason").asText(),
                  letter.path("payload").asText(),
                  cameFrom(letter, uri -> raw.computeIfAbsent(uri, bucket::lines))));
        }
      }
    }
    letters.sort(null);
    return letters;
  }

  private interface Lines {
    List<JsonNode> of(String uri);
  }

  /**
   * The line of a part that a response stands in depends on when it came, and so does the id of a
   * dead letter that was made of it; the response itself, and the place in it, do not.
   */
  private static String cameFrom(JsonNode letter, Lines raw) {
    JsonNode origin = letter.path("origin");
    if (origin.isMissingNode() || origin.isNull()) {
      return letter.path("id").asText();
    }
    JsonNode response = raw.of(origin.path("object").asText()).get(origin.path("line").asInt());
    return response.path("sha256").asText() + "#" + origin.path("record").asLong();
  }
}
