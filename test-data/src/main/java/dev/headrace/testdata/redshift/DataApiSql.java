package dev.headrace.testdata.redshift;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** SQL whose named parameters, such as {@code :id}, became those of JDBC. */
record DataApiSql(String sql, List<String> values) {
  static DataApiSql of(String sql, Map<String, String> parameters) throws DataApiException {
    StringBuilder jdbc = new StringBuilder();
    List<String> values = new ArrayList<>();
    Set<String> used = new HashSet<>();
    List<Token> tokens = SqlTokenizer.tokens(sql);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      @Nullable String value =
          token.is(":") && i + 1 < tokens.size() ? parameters.get(tokens.get(i + 1).text()) : null;
      if (value == null) {
        jdbc.append(token.text());
      } else {
        jdbc.append('?');
        values.add(value);
        used.add(tokens.get(++i).text());
      }
    }
    for (String name : parameters.keySet()) {
      DataApiRequest.check(
          used.contains(name), "Parameters list contains unused parameter: " + name);
    }
    return new DataApiSql(jdbc.toString(), values);
  }
}
