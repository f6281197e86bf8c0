package dev.headrace.pipelines.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows in columns that are as wide as they have to be; numbers to the right. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these headings. */
  public TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  /** Adds a row with as many cells as there are headings. */
  public TextTable row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  /** Prints the table. */
  public void print(PrintWriter out) {
    int columns = rows.get(0).size();
    StringBuilder rule = new StringBuilder();
    int[] widths = new int[columns];
    for (int c = 0; c < columns; c++) {
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
      rule.append(c == 0 ? "" : "  ").append("-".repeat(widths[c]));
    }
    for (int r = 0; r < rows.size(); r++) {
      out.println(line(rows.get(r), widths));
      if (r == 0) {
        out.println(rule);
      }
    }
    out.flush();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String cell = row.get(c);
      String space = " ".repeat(widths[c] - cell.length());
      boolean number =
          !cell.isEmpty() && cell.chars().allMatch(i -> "0123456789.,-".indexOf(i) >= 0);
      line.append(c == 0 ? "" : "  ").append(number ? space + cell : cell + space);
    }
    return line.toString().stripTrailing();
  }
}
