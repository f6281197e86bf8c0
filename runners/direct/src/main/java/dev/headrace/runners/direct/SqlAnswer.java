package dev.headrace.runners.direct;

import dev.headrace.pipelines.cli.TextTable;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Prints what a query brings. */
final class SqlAnswer {
  private SqlAnswer() {}

  static void print(String url, String user, String query, PrintWriter out) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    try (Connection connection = DriverManager.getConnection(url, properties);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      ResultSetMetaData columns = rows.getMetaData();
      String[] headings = new String[columns.getColumnCount()];
      for (int c = 0; c < headings.length; c++) {
        headings[c] = columns.getColumnLabel(c + 1);
      }
      TextTable table = new TextTable(headings);
      while (rows.next()) {
        Object[] cells = new Object[headings.length];
        for (int c = 0; c < cells.length; c++) {
          cells[c] = rows.getString(c + 1);
        }
        table.row(cells);
      }
      table.print(out);
    }
  }
}
