package dev.headrace.transforms.fetch;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.escape.Escaper;
import com.google.common.net.PercentEscaper;
import com.google.common.net.UrlEscapers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Fills the placeholders of a template. */
final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_.-]*)\\}");
  private static final Pattern BARE =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?|true|false");
  private static final Pattern OPENS_ARRAY = Pattern.compile("\\[\\s*\"$");
  private static final Pattern CLOSES_ARRAY = Pattern.compile("^\"\\s*\\]");

  // https://www.rfc-editor.org/rfc/rfc3986#section-3.3
  private static final Escaper PATH = UrlEscapers.urlPathSegmentEscaper();
  // https://www.rfc-editor.org/rfc/rfc3986#section-3.4, without what separates parameters or values
  private static final Escaper QUERY = new PercentEscaper("-._~:/", false);

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Map<String, List<String>> values;
  private final UnaryOperator<String> separators;

  /**
   * @param values by name
   * @param separators by name, what stands between many values
   */
  Placeholders(Map<String, List<String>> values, UnaryOperator<String> separators) {
    this.values = values;
    this.separators = separators;
  }

  /** The names in a template. */
  static Set<String> in(String template) {
    return PLACEHOLDER
        .matcher(template)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Refuses a body that can not become JSON.
   *
   * @throws IllegalArgumentException if it is not JSON whatever stands in for its placeholders
   */
  static void requireJson(String body) {
    try {
      JSON.readTree(PLACEHOLDER.matcher(body).replaceAll("0"));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The body must be JSON with placeholders", e);
    }
  }

  String inUrl(String template) {
    int query = template.indexOf('?');
    StringBuilder url = new StringBuilder();
    Matcher placeholder = PLACEHOLDER.matcher(template);
    while (placeholder.find()) {
      boolean inQuery = query >= 0 && placeholder.start() > query;
      String name = placeholder.group(1);
      String filled =
          values.getOrDefault(name, List.of()).stream()
              .map(value -> inQuery ? QUERY.escape(value) : inPath(name, value))
              .collect(Collectors.joining(separators.apply(name)));
      placeholder.appendReplacement(url, Matcher.quoteReplacement(filled));
    }
    return placeholder.appendTail(url).toString();
  }

  /** A part of dots, or of nothing, would make the path that of another resource. */
  private static String inPath(String name, String value) {
    checkArgument(
        !value.isEmpty() && !value.equals(".") && !value.equals(".."),
        "{%s} stands in a path, and must not be empty, . or .., but is \"%s\"",
        name,
        value);
    return PATH.escape(value);
  }

  String inJson(String template) {
    StringBuilder json = new StringBuilder();
    Matcher placeholder = PLACEHOLDER.matcher(template);
    int from = 0;
    boolean inString = false;
    while (placeholder.find()) {
      inString = endsInString(template, from, placeholder.start(), inString);
      from = placeholder.end();
      placeholder.appendReplacement(json, "");
      String name = placeholder.group(1);
      List<String> filling = values.getOrDefault(name, List.of());
      if (!inString) {
        json.append(bare(filling));
      } else {
        boolean isElement =
            OPENS_ARRAY.matcher(json).find()
                && CLOSES_ARRAY.matcher(template.substring(from)).find();
        json.append(
            filling.stream()
                .map(Placeholders::escaped)
                .collect(
                    Collectors.joining(isElement ? "\",\"" : escaped(separators.apply(name)))));
      }
    }
    return placeholder.appendTail(json).toString();
  }

  private static boolean endsInString(String json, int from, int to, boolean startsInString) {
    boolean inString = startsInString;
    for (int i = from; i < to; i++) {
      if (inString && json.charAt(i) == '\\') {
        i++;
      } else if (json.charAt(i) == '"') {
        inString = !inString;
      }
    }
    return inString;
  }

  private static String bare(List<String> values) {
    boolean quoted = !values.stream().allMatch(value -> BARE.matcher(value).matches());
    return values.stream()
        .map(value -> quoted ? '"' + escaped(value) + '"' : value)
        .collect(Collectors.joining(","));
  }

  private static String escaped(String text) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
