package dev.headrace.testdata.redshift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns JSON objects into rows by the names of their keys. Keys without a column are left out,
 * columns without a key are NULL.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-json.html">COPY
 * from JSON format</a>; an object may have 4 MB.
 */
final class JsonRows {
  private static final int MOST_BYTES = 4 << 20;
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .nodeFactory(new JsonNodeFactory(true))
          .build()
          .readerFor(JsonNode.class);

  private final TargetTable table;
  private final CopyOptions options;
  private final List<TargetColumn> columns;

  JsonRows(TargetTable table, CopyOptions options) throws CopyException {
    this.table = table;
    this.options = options;
    this.columns = table.columns();
    for (TargetColumn column : columns) {
      JsonColumn.check(column);
    }
  }

  /** Writes one object as a row, which the caller abandons if this throws. */
  void encode(JsonObjects.Piece piece, String file, CopyText out) throws CopyException {
    Map<String, JsonNode> values = values(piece, file);
    for (TargetColumn column : columns) {
      @Nullable JsonNode value = values.get(column.name());
      try {
        if (value != null && !value.isNull()) {
          JsonColumn.encode(column, value, options.times(), out);
        } else if (column.notNull()) {
          throw new BadValueException(CopyException.NULL_VALUE, "Missing data for not-null field");
        } else {
          out.nullValue();
        }
      } catch (BadValueException e) {
        throw CopyException.value(
            e.code(), e.reason(), table.name(), CopyException.Place.of(file, piece.line(), column));
      }
    }
  }

  private Map<String, JsonNode> values(JsonObjects.Piece piece, String file) throws CopyException {
    if (piece.text().length > MOST_BYTES) {
      throw line(CopyException.LINE, "JSON object exceeds the limit of 4 MB", piece, file);
    }
    JsonNode object;
    try {
      object = JSON.readTree(piece.text());
    } catch (JsonProcessingException e) {
      boolean characters = String.valueOf(e.getOriginalMessage()).contains("UTF-8");
      throw characters
          ? line(
              CopyException.CHARACTERS,
              "String contains invalid or unsupported UTF8 codepoints",
              piece,
              file)
          : line(CopyException.LINE, "Invalid JSON: " + e.getOriginalMessage(), piece, file);
    } catch (IOException e) {
      throw line(CopyException.LINE, "Invalid JSON: " + e.getMessage(), piece, file);
    }
    if (object == null || !object.isObject()) {
      throw line(CopyException.LINE, "Invalid JSON: not an object", piece, file);
    }
    Map<String, JsonNode> values = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String key = field.getKey();
      values.put(options.ignoreCase() ? key.toLowerCase(Locale.ROOT) : key, field.getValue());
    }
    return values;
  }

  private CopyException line(int code, String reason, JsonObjects.Piece piece, String file) {
    return CopyException.value(
        code, reason, table.name(), new CopyException.Place(file, piece.line(), "", "", ""));
  }
}
