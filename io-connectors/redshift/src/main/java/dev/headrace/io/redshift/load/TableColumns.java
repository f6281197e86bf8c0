package dev.headrace.io.redshift.load;

import com.google.common.base.Splitter;
import com.google.common.collect.Iterables;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.SqlRow;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The columns that a table has now, from the catalog, which sees what others have committed. */
final class TableColumns {
  private static final String COLUMNS =
      "SELECT column_name, data_type, character_maximum_length, numeric_precision, numeric_scale"
          + " FROM information_schema.columns WHERE table_name = ? AND table_schema = ";

  private final Sql sql;

  TableColumns(String table) {
    List<String> parts = Splitter.on('.').splitToList(table);
    String name = Iterables.getLast(parts);
    this.sql =
        parts.size() == 1
            ? Sql.of(COLUMNS + "current_schema() ORDER BY ordinal_position", name)
            : Sql.of(COLUMNS + "? ORDER BY ordinal_position", name, parts.get(0));
  }

  /** Types by name, as they are written in DDL; empty if the catalog does not show the table. */
  Map<String, String> read(RedshiftSession session) throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    for (SqlRow column : session.query(sql)) {
      types.put(column.text(0), type(column));
    }
    return types;
  }

  private static String type(SqlRow column) {
    String type = column.text(1).toLowerCase(Locale.ROOT);
    return switch (type) {
      case "character varying" -> "VARCHAR(" + length(column) + ")";
      case "character" -> "CHAR(" + length(column) + ")";
      case "numeric" -> "DECIMAL(" + column.textOrNull(3) + "," + column.textOrNull(4) + ")";
      case "timestamp without time zone" -> "TIMESTAMP";
      case "timestamp with time zone" -> "TIMESTAMPTZ";
      default -> type.toUpperCase(Locale.ROOT);
    };
  }

  private static String length(SqlRow column) {
    String length = column.textOrNull(2);
    return length == null ? "65535" : length;
  }
}
