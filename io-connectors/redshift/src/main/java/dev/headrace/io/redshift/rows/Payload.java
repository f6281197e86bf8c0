package dev.headrace.io.redshift.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** A rejected row as JSON. It is escaped to ASCII, so that it also tells what has no UTF-8 form. */
public final class Payload {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Payload() {}

  /** All of the row's fields; bytes in hex, and dates and times as ISO 8601. */
  public static String of(Row row) {
    try {
      return JSON.writeValueAsString(plain(row));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Numbers, texts, lists and maps always have a JSON form", e);
    }
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Row row) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      for (Schema.Field field : row.getSchema().getFields()) {
        fields.put(field.getName(), plain(row.getValue(field.getName())));
      }
      return fields;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      map.forEach((key, each) -> entries.put(String.valueOf(key), plain(each)));
      return entries;
    }
    if (value instanceof Iterable<?> list) {
      List<@Nullable Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(plain(element)));
      return elements;
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }
}
