package dev.headrace.testdata.redshift;

import static dev.headrace.testdata.redshift.StagedParquet.copy;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AmazonDriverTest extends EndpointTest {
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    run("DROP TABLE IF EXISTS t");
    connection = amazon();
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
    redshift.isolate(Isolation.SNAPSHOT);
  }

  private SQLException fails(String sql) {
    return assertThrows(SQLException.class, () -> run(connection, sql));
  }

  private static String manifestOfNumbers(int... numbers) {
    StagedParquet.Row[] values = new StagedParquet.Row[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      values[i] = set(numbers[i]);
    }
    return staged.manifest(staged.file("optional int32 n;", values));
  }

  @Test
  void tablesAreMadeInRedshiftsWordsAndPreparedRowsComeBack() throws SQLException {
    run(
        connection,
        "CREATE TABLE t (id BIGINT ENCODE az64, name VARCHAR(20), price DECIMAL(9,2),"
            + " at TIMESTAMP, ok BOOLEAN, ratio DOUBLE PRECISION) DISTSTYLE KEY DISTKEY(id)"
            + " SORTKEY(at)");
    Timestamp at = Timestamp.valueOf("2024-02-29 12:34:56.123456");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)")) {
      for (int i = 0; i < 10; i++) {
        insert.setLong(1, i);
        insert.setString(2, "é'" + i);
        insert.setBigDecimal(3, new BigDecimal("1.25"));
        insert.setTimestamp(4, at);
        insert.setBoolean(5, true);
        insert.setDouble(6, 0.1);
        assertThat(insert.executeUpdate(), is(1));
      }
    }
    try (PreparedStatement select =
        connection.prepareStatement("SELECT * FROM t WHERE id = ? AND name = ?")) {
      select.setLong(1, 7);
      select.setString(2, "é'7");
      try (ResultSet row = select.executeQuery()) {
        assertThat(row.next(), is(true));
        assertThat(row.getBigDecimal(3), is(new BigDecimal("1.25")));
        assertThat(row.getTimestamp(4), is(at));
        assertThat(row.getBoolean(5), is(true));
        assertThat(row.getDouble(6), is(0.1));
        assertThat(row.next(), is(false));
      }
    }
  }

  @Test
  void aLoadIsLockedCopiedMergedAndUnloadedInOneTransaction() throws SQLException {
    run("CREATE TABLE t (n INT)", "INSERT INTO t VALUES (1)");
    String prefix = "s3://" + BUCKET + "/amazon/" + UUID.randomUUID() + "/";
    connection.setAutoCommit(false);

    run(
        connection,
        "LOCK TABLE t",
        "CREATE TEMP TABLE stg (LIKE t)",
        copy("stg", manifestOfNumbers(1, 2)),
        "MERGE INTO t USING stg ON t.n = stg.n WHEN MATCHED THEN UPDATE SET n = stg.n + 10"
            + " WHEN NOT MATCHED THEN INSERT (n) VALUES (stg.n)",
        "UNLOAD ('SELECT * FROM t') TO '" + prefix + "' IAM_ROLE default PARQUET MANIFEST VERBOSE");
    connection.commit();

    assertThat(rows("SELECT n FROM t ORDER BY n"), is(List.of(List.of("2"), List.of("11"))));
    run(connection, "DELETE FROM t", copy("t", prefix + "manifest"));
    connection.rollback();
    assertThat(rows("SELECT n FROM t ORDER BY n"), is(List.of(List.of("2"), List.of("11"))));
  }

  @Test
  void aPreparedCopyRunsEachTimeItIsExecuted() throws SQLException {
    run("CREATE TABLE t (n INT)");
    try (PreparedStatement copy = connection.prepareStatement(copy("t", manifestOfNumbers(1, 2)))) {
      for (int i = 0; i < 8; i++) {
        copy.execute();
      }
    }

    assertThat(rows("SELECT count(*) FROM t"), is(List.of(List.of("16"))));
  }

  @Test
  void errorsTellTheirCodeAndFailTheTransaction() throws SQLException {
    run("CREATE TABLE t (s VARCHAR(2))");
    assertThat(fails("SELECT * FROM nowhere").getSQLState(), is("42P01"));
    assertThat(fails("INSERT INTO t VALUES ('éé')").getSQLState(), is("22001"));
    connection.setAutoCommit(false);
    for (String wrong :
        List.of(
            copy("t", "s3://stage/none"),
            "INSERT INTO t VALUES ('a') RETURNING s",
            copy("t", "s3://stage/none") + " REGION 'x'",
            "ALTER TABLE t ALTER COLUMN s TYPE VARCHAR(9)")) {
      run(connection, "INSERT INTO t VALUES ('x')");
      SQLException refused = fails(wrong);
      assertThat(wrong, fails("SELECT 1").getSQLState(), is("25P02"));
      assertThat(refused.getSQLState(), not("25P02"));
      connection.rollback();
    }
    assertThat(fails("COPY t FROM 's3://stage/none' PARQUET").getSQLState(), is("42601"));
    connection.rollback();

    assertThat(rows(connection, "SELECT count(*) FROM t"), is(List.of(List.of("0"))));
  }

  @Test
  void aFailedCopyIsFoundInTheErrorsAfterTheRollback() throws SQLException {
    run("CREATE TABLE t (s VARCHAR(2))");
    StagedParquet.StagedObject file = staged.file("optional binary s (STRING);", set("abc"));
    connection.setAutoCommit(false);

    SQLException failed = fails(copy("t", staged.manifest(file)));
    connection.rollback();

    assertThat(failed.getSQLState(), is("XX000"));
    assertThat(failed.getMessage(), containsString("String length exceeds DDL length"));
    assertThat(
        rows(
            connection,
            "SELECT trim(column_name), error_code FROM sys_load_error_detail WHERE file_name LIKE '"
                + file.url()
                + "%'"),
        is(List.of(List.of("s", "1204"))));
  }

  @Test
  void truncateCommitsHereToo() throws SQLException {
    run("CREATE TABLE t (n INT)");
    connection.setAutoCommit(false);
    run(connection, "INSERT INTO t VALUES (1)", "CREATE TEMP TABLE kept (n INT)", "TRUNCATE t");
    connection.rollback();

    assertThat(rows(connection, "SELECT count(*) FROM kept"), is(List.of(List.of("0"))));
  }

  @Test
  void rowsComeInPartsAndManyGoInBatches() throws SQLException {
    run("CREATE TABLE t (n INT, s VARCHAR(1000))");
    connection.setAutoCommit(false);
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
      for (int i = 0; i < 5_000; i++) {
        insert.setInt(1, i);
        insert.setString(2, "x".repeat(500));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    connection.commit();
    long sum = 0;
    try (Statement select = connection.createStatement()) {
      select.setFetchSize(100);
      try (ResultSet row = select.executeQuery("SELECT n, s FROM t")) {
        while (row.next()) {
          sum += row.getInt(1);
        }
      }
    }
    assertThat(sum, is(5_000L * 4_999 / 2));
  }

  @Test
  void aRunningQueryIsCancelled() throws Exception {
    try (Statement slow = connection.createStatement()) {
      CompletableFuture<String> state =
          CompletableFuture.supplyAsync(() -> stateOf(slow, "SELECT pg_sleep(600)"));
      awaitRow("SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
      slow.cancel();

      assertThat(state.get(Patience.MINUTES, TimeUnit.MINUTES), is("57014"));
    }
    assertThat(rows(connection, "SELECT 1"), is(List.of(List.of("1"))));
  }

  private static String stateOf(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return "";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private static void awaitRow(String query) throws SQLException {
    Patience patience = Patience.with("a row of " + query);
    while (rows(query).isEmpty()) {
      patience.pause();
    }
  }

  @Test
  void aSerializableConflictIsError1023() throws SQLException {
    redshift.isolate(Isolation.SERIALIZABLE);
    run("CREATE TABLE t (n INT)");
    try (Connection first = amazon();
        Connection second = amazon()) {
      for (Connection each : List.of(first, second)) {
        each.setAutoCommit(false);
        run(each, "INSERT INTO t SELECT count(*) FROM t");
      }
      first.commit();

      SQLException conflict = assertThrows(SQLException.class, second::commit);

      assertThat(conflict.getSQLState(), is("XX000"));
      assertThat(
          conflict.getMessage(),
          allOf(containsString("1023"), containsString("Serializable isolation violation")));
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    SQLException refused = assertThrows(SQLException.class, () -> amazon("other"));

    assertThat(refused.getMessage(), containsString("password authentication failed"));
  }
}
