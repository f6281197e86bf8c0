package dev.headrace.testdata.redshift;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.testdata.s3.LocalS3;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One S3 endpoint and one warehouse for the tests of a class. */
abstract class WarehouseTest {
  static final String BUCKET = "stage";
  static LocalS3 s3;
  static LocalRedshift redshift;
  static StagedParquet staged;

  @BeforeAll
  static void startServers() {
    s3 = LocalS3.inMemory().withBucket(BUCKET);
    redshift = LocalRedshift.start(s3);
    staged = new StagedParquet(s3, BUCKET);
  }

  @AfterAll
  static void stopServers() {
    redshift.close();
    s3.close();
  }

  static void run(String... statements) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, statements);
    }
  }

  static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  static SQLException refusal(String sql) {
    return assertThrows(SQLException.class, () -> run(sql));
  }

  static List<List<String>> rows(String query) throws SQLException {
    try (Connection connection = redshift.connect()) {
      return rows(connection, query);
    }
  }

  static List<List<String>> rows(Connection connection, String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(row.getString(i)));
        }
        rows.add(values);
      }
    }
    return rows;
  }

  static StagedParquet.Row set(Object... values) {
    return group -> {
      for (int i = 0; i < values.length; i++) {
        Object value = values[i];
        if (value instanceof Integer number) {
          group.add(i, number.intValue());
        } else if (value instanceof Long number) {
          group.add(i, number.longValue());
        } else if (value instanceof Float number) {
          group.add(i, number.floatValue());
        } else if (value instanceof Double number) {
          group.add(i, number.doubleValue());
        } else if (value instanceof Boolean truth) {
          group.add(i, truth.booleanValue());
        } else if (value instanceof String text) {
          group.add(i, text);
        } else if (value instanceof byte[] bytes) {
          group.add(i, org.apache.parquet.io.api.Binary.fromConstantByteArray(bytes));
        }
      }
    };
  }
}
