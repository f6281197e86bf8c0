package dev.headrace.pipelines.yaml;

import com.google.common.escape.Escaper;
import com.google.common.net.PercentEscaper;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts a URL together of a path and parameters, whose placeholders stay as they are. */
final class UrlTemplate {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[A-Za-z_][A-Za-z0-9_.-]*\\}");

  // https://www.rfc-editor.org/rfc/rfc3986#section-3.4, without what separates parameters, and
  // without the plus that many take for a space
  private static final Escaper QUERY = new PercentEscaper("-._~:/,@!$'()*;", false);

  private UrlTemplate() {}

  /**
   * The path and the parameters in their order, one with several values once for each.
   *
   * @param query what is no placeholder is percent-encoded
   */
  static String of(String path, Map<String, List<String>> query) {
    String parameters =
        query.entrySet().stream()
            .flatMap(
                parameter ->
                    parameter.getValue().stream()
                        .map(value -> QUERY.escape(parameter.getKey()) + "=" + escaped(value)))
            .collect(Collectors.joining("&"));
    return parameters.isEmpty() ? path : path + "?" + parameters;
  }

  private static String escaped(String value) {
    StringBuilder escaped = new StringBuilder();
    int from = 0;
    Matcher placeholders = PLACEHOLDER.matcher(value);
    for (MatchResult placeholder : placeholders.results().toList()) {
      escaped.append(QUERY.escape(value.substring(from, placeholder.start())));
      escaped.append(placeholder.group());
      from = placeholder.end();
    }
    return escaped.append(QUERY.escape(value.substring(from))).toString();
  }
}
