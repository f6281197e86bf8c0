package dev.headrace.testdata.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class LocalRedshiftTest extends WarehouseTest {
  @Test
  void theDriverManagerFindsTheDriver() throws SQLException {
    assertThat(
        redshift.jdbcUrl(),
        matchesRegex(
            "jdbc:headrace-local-redshift://127\\.0\\.0\\.1:[0-9]+/dev"
                + "\\?s3Endpoint=http://127\\.0\\.0\\.1:[0-9]+"));
    try (Connection connection =
        DriverManager.getConnection(redshift.jdbcUrl(), redshift.user(), null)) {
      assertThat(
          rows(connection, "SELECT current_user, current_database()"),
          is(List.of(List.of("loader", "dev"))));
    }
  }

  @Test
  void aWrongUrlIsExplained() {
    SQLException refused =
        assertThrows(
            SQLException.class,
            () -> DriverManager.getConnection("jdbc:headrace-local-redshift://localhost/dev"));

    assertThat(refused.getMessage(), containsString("s3Endpoint=http://host:port"));
    assertThat(refused.getSQLState(), is("08001"));
  }

  @Test
  void sessionsAreInUtcAndRepeatableRead() throws SQLException {
    assertThat(rows("SHOW timezone"), is(List.of(List.of("UTC"))));
    assertThat(rows("SHOW transaction_isolation"), is(List.of(List.of("repeatable read"))));
    try (Connection connection = redshift.connect()) {
      assertThat(connection.getTransactionIsolation(), is(Connection.TRANSACTION_REPEATABLE_READ));
    }
  }

  @Test
  void statementsBelongToTheirConnectionAndCanBeUnwrapped() throws SQLException {
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement()) {
      assertThat(statement.getConnection(), sameInstance(connection));
      assertThat(connection.isWrapperFor(PGConnection.class), is(true));
      assertThat(connection.unwrap(Connection.class), sameInstance(connection));
      assertThat(connection.equals(connection), is(true));
    }
  }

  @Test
  void errorsOfTheServerArriveAsTheyAre() {
    SQLException failed = refusal("SELECT * FROM absent");

    assertThat(failed.getSQLState(), is("42P01"));
  }

  @Test
  void redshiftDdlAndFunctionsRun() throws SQLException {
    run(
        "CREATE TABLE IF NOT EXISTS ddl (id BIGINT IDENTITY(1,1), k VARCHAR(20) PRIMARY KEY"
            + " ENCODE lzo, doc SUPER, raw VARBYTE(8), at TIMESTAMP DEFAULT SYSDATE)"
            + " DISTSTYLE KEY DISTKEY(k) SORTKEY(k)",
        "INSERT INTO ddl (k, doc, raw) SELECT 'a', JSON_PARSE('{\"x\": [1]}'), FROM_HEX('00ff')",
        "INSERT INTO ddl (k, doc) VALUES ('a', JSON_PARSE('1'))",
        "ALTER TABLE ddl ADD COLUMN more SUPER");

    assertThat(
        rows(
            "SELECT id, k, json_serialize(doc), to_hex(get_byte(raw, 1)),"
                + " at BETWEEN GETDATE() - interval '1 hour' AND GETDATE() FROM ddl ORDER BY id"),
        is(
            List.of(
                List.of("1", "a", "{\"x\": [1]}", "ff", "t"),
                List.of("2", "a", "1", "null", "t"))));
    assertThat(refusal("INSERT INTO ddl (k) VALUES (NULL)").getSQLState(), is("23502"));
  }

  @Test
  void preparedStatementsAndBatchesAreRewrittenToo() throws SQLException {
    run("CREATE TABLE prepared (at TIMESTAMP, n INT)");
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO prepared VALUES (GETDATE(), ?)")) {
      insert.setInt(1, 7);
      insert.executeUpdate();
      insert.setInt(1, 8);
      insert.addBatch();
      insert.executeBatch();
      statement.addBatch("INSERT INTO prepared VALUES (SYSDATE, 9)");
      statement.executeBatch();
    }

    assertThat(
        rows("SELECT n FROM prepared WHERE at IS NOT NULL ORDER BY n"),
        is(List.of(List.of("7"), List.of("8"), List.of("9"))));
  }

  @Test
  void aSnapshotIsTakenOncePerTransaction() throws SQLException {
    run("CREATE TABLE snapshot (n INT)");
    try (Connection reader = redshift.connect()) {
      reader.setAutoCommit(false);
      assertThat(rows(reader, "SELECT count(*) FROM snapshot"), is(List.of(List.of("0"))));
      run("INSERT INTO snapshot VALUES (1)");
      assertThat(rows(reader, "SELECT count(*) FROM snapshot"), is(List.of(List.of("0"))));
      reader.rollback();
    }
  }
}
