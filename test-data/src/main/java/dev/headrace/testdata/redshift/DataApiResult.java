package dev.headrace.testdata.redshift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a finished statement, in the kinds of fields the Data API has.
 *
 * <p>Kinds: <a
 * href="https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_Field.html">Field</a>.
 * What is neither a truth, a number nor bytes is a string; so are decimals.
 */
record DataApiResult(ArrayNode columns, List<ArrayNode> rows) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int PAGE_BYTES = 1 << 20;

  static DataApiResult read(ResultSet row) throws SQLException {
    ResultSetMetaData meta = row.getMetaData();
    ArrayNode columns = NODES.arrayNode();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns
          .addObject()
          .put("name", meta.getColumnLabel(i))
          .put("label", meta.getColumnLabel(i))
          .put("typeName", meta.getColumnTypeName(i))
          .put("precision", meta.getPrecision(i))
          .put("scale", meta.getScale(i))
          .put("length", 0)
          .put("nullable", meta.isNullable(i));
    }
    List<ArrayNode> rows = new ArrayList<>();
    while (row.next()) {
      ArrayNode values = NODES.arrayNode();
      for (int i = 1; i <= columns.size(); i++) {
        values.add(field(row, i, meta.getColumnType(i)));
      }
      rows.add(values);
    }
    return new DataApiResult(columns, rows);
  }

  private static JsonNode field(ResultSet row, int column, int type) throws SQLException {
    ObjectNode field = NODES.objectNode();
    if (row.getObject(column) == null) {
      return field.put("isNull", true);
    }
    return switch (type) {
      case Types.BOOLEAN, Types.BIT -> field.put("booleanValue", row.getBoolean(column));
      case Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
          field.put("longValue", row.getLong(column));
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> field.put("doubleValue", row.getDouble(column));
      case Types.BINARY -> field.put("blobValue", row.getBytes(column));
      default -> field.put("stringValue", row.getString(column));
    };
  }

  long bytes() {
    return rows.stream().mapToLong(row -> row.toString().length()).sum();
  }

  /** A page that begins with a row, which a token names. */
  ObjectNode page(int first) {
    ObjectNode page = NODES.objectNode();
    ArrayNode records = page.putArray("Records");
    int bytes = 0;
    int next = first;
    while (next < rows.size() && bytes < PAGE_BYTES) {
      records.add(rows.get(next));
      bytes += rows.get(next).toString().length();
      next++;
    }
    page.set("ColumnMetadata", columns);
    page.put("TotalNumRows", rows.size());
    if (next < rows.size()) {
      page.put("NextToken", String.valueOf(next));
    }
    return page;
  }
}
