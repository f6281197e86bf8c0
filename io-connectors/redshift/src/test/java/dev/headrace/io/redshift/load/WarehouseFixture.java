package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.HangLimit;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.testdata.redshift.LocalRedshift;
import dev.headrace.testdata.s3.LocalS3;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** One S3 endpoint and one warehouse for the tests of a class, one table and ledger for each. */
public abstract class WarehouseFixture {
  protected static final String BUCKET = "lake";
  protected static final String STAGING = "s3://" + BUCKET + "/staging";
  private static final long POLL_NANOS = 1_000_000;
  private static LocalS3 s3;
  private static LocalRedshift redshift;

  @TempDir protected static Path directory;

  protected RedshiftTable appended;
  protected RedshiftTable upserted;
  protected String ledger;
  protected LoadOptions options = LoadOptions.DEFAULTS;

  @BeforeAll
  protected static void startServers() {
    s3 = LocalS3.at(directory.resolve("s3")).withBucket(BUCKET);
    redshift = LocalRedshift.start(s3);
  }

  @AfterAll
  protected static void stopServers() {
    redshift.close();
    s3.close();
  }

  @BeforeEach
  protected void nameTables() {
    String name = UUID.randomUUID().toString().replace("-", "");
    appended = RedshiftTable.of("public.readings_" + name, Reading.SCHEMA);
    upserted = appended.withKeys("id").withSequence("version");
    ledger = "ledger_" + name;
  }

  protected static LocalS3 s3() {
    return s3;
  }

  protected static LocalRedshift redshift() {
    return redshift;
  }

  protected static String jdbcUrl() {
    return redshift.jdbcUrl();
  }

  protected static RedshiftConnection warehouse() {
    return RedshiftConnection.of(redshift.jdbcUrl(), redshift.user());
  }

  protected static RedshiftConnection warehouse(Faults faults) {
    return RedshiftConnection.of(FaultyDriver.url(faults, redshift.jdbcUrl()), redshift.user());
  }

  protected static StoredObject file(Reading... rows) throws IOException {
    return file(Reading.SCHEMA, List.of(rows));
  }

  protected static StoredObject file(Schema schema, List<Reading> rows) throws IOException {
    Path file = directory.resolve(UUID.randomUUID() + ".parquet");
    Configuration lists = new Configuration(false);
    lists.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
            .withSchema(schema)
            .withConf(lists)
            .build()) {
      for (Reading row : rows) {
        writer.write(row.toAvro(schema));
      }
    }
    return stored(file, rows.size());
  }

  /** Rows of Parquet types as a lake and a staging of rows have them, one group for each. */
  protected static StoredObject file(MessageType type, List<Group> rows) throws IOException {
    Path file = directory.resolve(UUID.randomUUID() + ".parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(type)
            .withConf(new Configuration(false))
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
    return stored(file, rows.size());
  }

  private static StoredObject stored(Path file, long rows) throws IOException {
    String name = file.getFileName().toString();
    byte[] content = Files.readAllBytes(file);
    s3.client()
        .putObject(r -> r.bucket(BUCKET).key("data/" + name), RequestBody.fromBytes(content));
    return StoredObject.of(
        "s3://" + BUCKET + "/data/" + name, content.length, rows, Sha256.of(content));
  }

  protected LoadResult load(RedshiftTable table, String loadId, StoredObject... files)
      throws SQLException, IOException {
    return load(warehouse(), table, loadId, files);
  }

  protected LoadResult load(
      RedshiftSessions warehouse, RedshiftTable table, String loadId, StoredObject... files)
      throws SQLException, IOException {
    try (ObjectStore store = new S3Store(s3.endpoint())) {
      return load(warehouse, store, table, loadId, files);
    }
  }

  protected LoadResult load(
      RedshiftSessions warehouse,
      ObjectStore store,
      RedshiftTable table,
      String loadId,
      StoredObject... files)
      throws SQLException, IOException {
    Load load = new Load(loadId, table.name(), Arrays.asList(files));
    return new Loader(
            warehouse,
            new LoadPlan(table, options, ledger),
            new Staging(store, STAGING, load),
            "default",
            load,
            Duration.ofMillis(5),
            new KeptRefusals(store, STAGING, load),
            0)
        .run();
  }

  /** The table's rows, sorted. */
  protected List<Reading> readings() throws SQLException {
    List<Reading> readings =
        rows("SELECT id, place, version, tags FROM " + appended.name()).stream()
            .map(row -> new Reading(row.get(0), row.get(1), Long.valueOf(row.get(2)), tags(row)))
            .toList();
    return sorted(readings);
  }

  private static List<String> tags(List<String> row) {
    String json = row.get(3).replaceAll("[\\[\\]\" ]", "");
    return json.isEmpty() ? List.of() : List.of(json.split(",", -1));
  }

  protected static List<Reading> sorted(Reading... readings) {
    return sorted(Arrays.asList(readings));
  }

  protected static List<Reading> sorted(Iterable<Reading> readings) {
    List<Reading> sorted = new ArrayList<>();
    readings.forEach(sorted::add);
    sorted.sort(Comparator.comparing(Reading::toString));
    return sorted;
  }

  protected long ledgerRows() throws SQLException {
    return rows("SELECT load_key FROM " + ledger).size();
  }

  /** The COPYs so far of a load, whether they went well or not. */
  protected long copies(RedshiftTable table, String loadId) throws SQLException {
    String key = key(table, loadId);
    return rows("SELECT 1 FROM sys_load_history WHERE data_source LIKE '%" + key + "%'").size();
  }

  /** What every statement of a load is marked with. */
  protected static String key(RedshiftTable table, String loadId) {
    return Load.key(loadId, table.name());
  }

  protected static void run(String... statements) throws SQLException {
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Until a query has no rows any more. */
  protected static void awaitNone(String query) throws SQLException {
    await(query, false);
  }

  /** Until a query has rows. */
  protected static void awaitSome(String query) throws SQLException {
    await(query, true);
  }

  private static void await(String query, boolean some) throws SQLException {
    Instant latest = Instant.now().plus(Duration.ofMinutes(HangLimit.MINUTES));
    while (rows(query).isEmpty() == some) {
      LockSupport.parkNanos(POLL_NANOS);
      if (Thread.currentThread().isInterrupted() || Instant.now().isAfter(latest)) {
        throw new IllegalStateException((some ? "No rows came: " : "Rows stayed: ") + query);
      }
    }
  }

  protected static List<List<String>> rows(String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          values.add(row.getString(i));
        }
        rows.add(values);
      }
    }
    return rows;
  }
}
