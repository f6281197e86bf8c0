package dev.headrace.benchmarks.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.benchmarks.Summary;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class FlightTableTest {
  private static final String FLIGHTS =
      """
      SELECT n AS id, TIMESTAMP '2001-01-01 00:01:00' + to_minutes(n::INTEGER) AS date,
        %s AS delay, 100 AS distance, 'LAX' AS origin, %s AS destination
      FROM range(%s) AS numbers(n)""";

  private static Summary summary(String delay, String destination, String rows)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      String flights = FLIGHTS.formatted(delay, destination, rows);
      return FlightTable.expected(statement, "(" + flights + ") AS f");
    }
  }

  private static String difference(String delay, String destination, String rows)
      throws SQLException {
    Summary expected = summary("n % 7", "'SFO'", "10");
    Summary found = summary(delay, destination, rows);
    return String.valueOf(
        assertThrows(IllegalStateException.class, () -> Summary.requireEqual("X", expected, found))
            .getMessage());
  }

  @Test
  void aRowTooFewIsTold() throws SQLException {
    assertThat(difference("n % 7", "'SFO'", "9"), containsString("rows is 9 instead of 10"));
  }

  @Test
  void valuesThatChangedPlacesAreToldByTheHashOfRowsThoughSumsAreTheSame() throws SQLException {
    String swapped = "CASE n WHEN 1 THEN 2 WHEN 2 THEN 1 ELSE n % 7 END";

    assertThat(
        difference(swapped, "'SFO'", "10"),
        allOf(containsString("hash of rows is"), not(containsString("sum of delay"))));
  }

  @Test
  void anotherTextIsToldByTheHashOfRows() throws SQLException {
    assertThat(
        difference("n % 7", "'SFX'", "10"),
        allOf(containsString("hash of rows is"), not(containsString("hash of keys"))));
  }
}
