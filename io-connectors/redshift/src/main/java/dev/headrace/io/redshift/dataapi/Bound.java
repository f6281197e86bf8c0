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
    StringBuilder text = new StringBuilder();
    List<SqlParameter> parameters = new ArrayList<>();
    int next = 0;
    for (char c : sql.text().toCharArray()) {
      text.append(c == '?' ? place(sql.values().get(next++), parameters) : String.valueOf(c));
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
