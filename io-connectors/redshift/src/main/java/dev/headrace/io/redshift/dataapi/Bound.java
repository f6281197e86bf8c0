package dev.headrace.io.redshift.dataapi;

import dev.headrace.io.redshift.sql.Literals;
import dev.headrace.io.redshift.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshiftdata.model.SqlParameter;

/**
 * A single statement with named parameters. The Data API's are texts that are neither null nor
 * empty (https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-calling.html), so that all else
 * is written as literals.
 */
record Bound(String text, List<SqlParameter> parameters) {

  static Bound of(Sql sql) {
    if (sql.values().isEmpty()) {
      return new Bound(sql.text(), List.of());
    }
    List<String> pieces = sql.pieces();
    StringBuilder text = new StringBuilder(pieces.get(0));
    List<SqlParameter> parameters = new ArrayList<>();
    for (int i = 0; i < sql.values().size(); i++) {
      text.append(place(sql.values().get(i), parameters)).append(pieces.get(i + 1));
    }
    return new Bound(text.toString(), parameters);
  }

  private static String place(@Nullable Object value, List<SqlParameter> parameters) {
    if (!(value instanceof String string) || string.isEmpty()) {
      return Literals.of(value);
    }
    String name = "p" + (parameters.size() + 1);
    parameters.add(SqlParameter.builder().name(name).value(string).build());
    return ":" + name;
  }
}
