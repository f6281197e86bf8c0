package dev.headrace.testdata.redshift;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What an UNLOAD tells of its files. A later COPY can read it.
 *
 * <p>Format: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD_command_examples.html#unload-examples-manifest-verbose">UNLOAD
 * examples</a>. That page gives lengths of characters without a key, which is no JSON; here it is
 * {@code max_length}.
 */
final class UnloadManifest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private UnloadManifest() {}

  static byte[] json(
      List<UnloadFiles.Unloaded> files, List<TargetColumn> columns, boolean verbose) {
    ObjectNode root = NODES.objectNode();
    ArrayNode entries = root.putArray("entries");
    for (UnloadFiles.Unloaded file : files) {
      ObjectNode entry = entries.addObject().put("url", file.url().toString());
      totals(entry, file.bytes(), file.rows());
    }
    if (verbose) {
      schema(root.putObject("schema").putArray("elements"), columns);
      totals(
          root,
          files.stream().mapToLong(UnloadFiles.Unloaded::bytes).sum(),
          files.stream().mapToLong(UnloadFiles.Unloaded::rows).sum());
      root.putObject("author").put("name", "Amazon Redshift").put("version", "1.0.0");
    }
    return root.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }

  private static void totals(ObjectNode parent, long bytes, long rows) {
    parent.putObject("meta").put("content_length", bytes).put("record_count", rows);
  }

  private static void schema(ArrayNode elements, List<TargetColumn> columns) {
    for (TargetColumn column : columns) {
      ObjectNode element = elements.addObject().put("name", column.name());
      ObjectNode type = element.putObject("type").put("base", base(column));
      if (column.isA("numeric")) {
        type.put("precision", column.resultPrecision()).put("scale", column.scale());
      } else if (column.isAny("varchar", "bpchar") && column.modifier() >= 0) {
        type.put("max_length", column.maxBytes());
      }
    }
  }

  private static String base(TargetColumn column) {
    return switch (column.type()) {
      case "bool" -> "boolean";
      case "int2" -> "smallint";
      case "int4" -> "integer";
      case "int8" -> "bigint";
      case "float4" -> "real";
      case "float8" -> "double precision";
      case "bpchar" -> "character";
      case "numeric" -> "numeric";
      case "date" -> "date";
      case "time" -> "time without time zone";
      case "timestamp" -> "timestamp without time zone";
      case "timestamptz" -> "timestamp with time zone";
      case "jsonb" -> "super";
      default -> "character varying";
    };
  }
}
