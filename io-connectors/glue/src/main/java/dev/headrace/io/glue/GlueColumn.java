package dev.headrace.io.glue;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;

/** A column as the schema wants it. */
record GlueColumn(String name, String type, @Nullable String comment, boolean nullable) {
  // https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html
  private static final int MAX_COMMENT_BYTES = 255;

  /** A column for every field. */
  static List<GlueColumn> of(Schema schema) {
    List<GlueColumn> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Schema.Field field : schema.getFields()) {
      GlueColumn column = of(field);
      checkArgument(
          names.add(column.name),
          "The field %s must not differ from another by upper and lower case alone",
          field.name());
      columns.add(column);
    }
    return columns;
  }

  private static GlueColumn of(Schema.Field field) {
    return new GlueColumn(
        GlueNames.require("column", field.name()),
        HiveTypes.of(field),
        GlueNames.oneLine(field.doc(), MAX_COMMENT_BYTES),
        field.schema().isNullable());
  }

  Column toColumn() {
    return Column.builder().name(name).type(type).comment(comment).build();
  }

  /** Whether both have the same names and types in the same order. */
  static boolean areAlike(List<Column> some, List<Column> others) {
    return some.stream()
        .map(GlueColumn::nameAndType)
        .toList()
        .equals(others.stream().map(GlueColumn::nameAndType).toList());
  }

  private static List<String> nameAndType(Column column) {
    return List.of(GlueNames.lowerCase(column.name()), normalType(column));
  }

  /** A column's type in one spelling. */
  static String normalType(Column column) {
    String type = String.valueOf(column.type()).toLowerCase(Locale.ROOT).replaceAll("\\s", "");
    return type.equals("integer") ? "int" : type;
  }
}
