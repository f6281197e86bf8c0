package dev.headrace.io.redshift.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.redshift.types.BeamTypes;
import dev.headrace.io.redshift.types.RedshiftType;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;

/**
 * What an UNLOAD left, by its verbose manifest
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD_command_examples.html).
 *
 * @param prefix of all of its objects
 * @param rows in all of its files
 */
record Unloaded(String prefix, long rows, ArrayList<UnloadedFile> files) implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a manifest.
   *
   * @throws IOException if it is no manifest, or the query has other columns than were declared
   */
  static Unloaded of(String prefix, byte[] manifest, Schema declared) throws IOException {
    JsonNode root = JSON.readTree(manifest);
    ArrayList<UnloadedFile> files = new ArrayList<>();
    for (JsonNode entry : root.path("entries")) {
      files.add(
          new UnloadedFile(
              entry.path("url").asText(), entry.path("meta").path("record_count").asLong(-1)));
    }
    long rows = root.path("meta").path("record_count").asLong(-1);
    long listed = files.stream().mapToLong(UnloadedFile::rows).sum();
    if (rows != listed) {
      throw new IOException(
          "The manifest of %s tells %d rows, but its files %d".formatted(prefix, rows, listed));
    }
    requireSchema(declared, root.path("schema").path("elements"));
    return new Unloaded(prefix, rows, files);
  }

  private static void requireSchema(Schema declared, JsonNode elements) throws IOException {
    List<String> wanted = new ArrayList<>();
    for (Schema.Field field : declared.getFields()) {
      wanted.add(told(field.getName(), field.getType()));
    }
    List<String> found = new ArrayList<>();
    for (JsonNode element : elements) {
      found.add(told(element.path("name").asText(), BeamTypes.of(type(element.path("type")))));
    }
    if (!wanted.equals(found)) {
      throw new IOException(
          "The query has the columns %s, but the schema declares %s".formatted(found, wanted));
    }
  }

  private static String told(String name, Schema.FieldType type) {
    Schema.LogicalType<?, ?> logical = type.getLogicalType();
    return name + " " + (logical == null ? type.getTypeName() : logical.getIdentifier());
  }

  private static RedshiftType type(JsonNode type) {
    String base = type.path("base").asText();
    return RedshiftType.parse(
        type.has("precision")
            ? "%s(%d,%d)"
                .formatted(base, type.path("precision").asInt(), type.path("scale").asInt())
            : base);
  }
}
