package dev.headrace.io.redshift.load;

import com.google.common.base.Splitter;
import com.google.common.collect.Iterables;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.SqlRow;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns that tables have now, from the catalog, which sees what others have committed. */
final class TableColumns {
  private static final String COLUMNS =
      "SELECT %d, ordinal_position, column_name, data_type, character_maximum_length,"
          + " numeric_precision, numeric_scale FROM information_schema.columns"
          + " WHERE table_name = ? AND table_schema = %s";

  private final int tables;
  private final Sql sql;

  TableColumns(String... tables) {
    this.tables = tables.length;
    List<String> selects = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    for (String table : tables) {
      List<String> parts = Splitter.on('.').splitToList(table);
      boolean hasSchema = parts.size() > 1;
      selects.add(COLUMNS.formatted(selects.size(), hasSchema ? "?" : "current_schema()"));
      values.add(Iterables.getLast(parts));
      if (hasSchema) {
        values.add(parts.get(0));
      }
    }
    this.sql = new Sql(String.join(" UNION ALL ", selects) + " ORDER BY 1, 2", values);
  }

  /**
   * Of the first table, its types by name, as they are written in DDL; empty if the catalog does
   * not show it.
   */
  Map<String, String> read(RedshiftSession session) throws SQLException {
    return readAll(session).get(0);
  }

  /** The same of all tables, in their order, by one query. */
  List<Map<String, String>> readAll(RedshiftSession session) throws SQLException {
    List<Map<String, String>> types = new ArrayList<>();
    for (int table = 0; table < tables; table++) {
      types.add(new LinkedHashMap<>());
    }
    for (SqlRow column : session.query(sql)) {
      types.get((int) column.number(0)).put(column.text(2), type(column));
    }
    return types;
  }

  private static String type(SqlRow column) {
    String type = column.text(3).toLowerCase(Locale.ROOT);
    return switch (type) {
      case "character varying" -> "VARCHAR(" + length(column) + ")";
      case "character" -> "CHAR(" + length(column) + ")";
      case "numeric" -> "DECIMAL(" + column.textOrNull(5) + "," + column.textOrNull(6) + ")";
      case "timestamp without time zone" -> "TIMESTAMP";
      case "timestamp with time zone" -> "TIMESTAMPTZ";
      default -> type.toUpperCase(Locale.ROOT);
    };
  }

  private static String length(SqlRow column) {
    String length = column.textOrNull(4);
    return length == null ? "65535" : length;
  }
}
