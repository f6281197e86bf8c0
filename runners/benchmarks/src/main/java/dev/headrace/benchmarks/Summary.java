package dev.headrace.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an output comes to, whatever the order of its rows and files.
 *
 * @param values counts, sums and hashes by their names
 */
public record Summary(Map<String, String> values) {

  /** The only row of a query, by the names of its columns. */
  public static Summary of(Statement statement, String query) throws SQLException {
    Map<String, String> values = new TreeMap<>();
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      ResultSetMetaData columns = row.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        values.put(columns.getColumnLabel(i), String.valueOf(row.getString(i)));
      }
    }
    return new Summary(values);
  }

  /** The same with one value more. */
  public Summary with(String name, String value) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(name, value);
    return new Summary(more);
  }

  /** The same with the values of another. */
  public Summary with(Summary other) {
    Map<String, String> more = new TreeMap<>(values);
    more.putAll(other.values);
    return new Summary(more);
  }

  /** How many rows there are. */
  public String rows() {
    return value("rows");
  }

  /** The value of that name, or {@code none}. */
  public String value(String name) {
    return values.getOrDefault(name, "none");
  }

  /**
   * Ends the benchmark if what was written is not what had to be.
   *
   * @throws IllegalStateException that names everything that differs
   */
  public static void requireEqual(String who, Summary expected, Summary found) {
    if (!found.equals(expected)) {
      throw new IllegalStateException(
          who + " has not written what it should: " + found.differencesFrom(expected));
    }
  }

  /** Every value that is another, with both. */
  public String differencesFrom(Summary expected) {
    return expected.values.keySet().stream()
        .filter(name -> !value(name).equals(expected.value(name)))
        .map(name -> name + " is " + value(name) + " instead of " + expected.value(name))
        .collect(Collectors.joining("; "));
  }

  /** Keeps it in a file. */
  public void write(Path file) throws IOException {
    Properties properties = new Properties();
    properties.putAll(values);
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
  }

  /** Reads what {@link #write} has kept. */
  public static Summary read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    Map<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(n -> values.put(n, properties.getProperty(n)));
    return new Summary(values);
  }
}
