package dev.headrace.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.io.http.pages.Page;
import dev.headrace.transforms.fetch.FetchRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Keeps secrets out of what is kept. An API that takes its key in the query may well repeat it in
 * the links it answers with; it is taken out of them, and put back only when they are followed.
 */
final class Secrecy {
  private static final Set<String> SECRET_HEADERS =
      Set.of(
          "authorization",
          "proxy-authenticate",
          "proxy-authentication-info",
          "set-cookie",
          "set-cookie2",
          "www-authenticate");

  private final Set<String> secretHeaders;
  private final Set<String> parameters;
  private final List<Pattern> patterns;

  /**
   * @param headers the headers of requests that hold secrets, in lower case: an API may repeat them
   * @param parameters the query parameters that hold secrets
   */
  Secrecy(Set<String> headers, Set<String> parameters) {
    this.secretHeaders = headers;
    this.parameters = parameters;
    this.patterns =
        parameters.stream()
            .map(name -> Pattern.compile("(?<=[?&])" + encoded(name) + "=[^&#>\\s\"]*&?"))
            .toList();
  }

  /** The name, each of its bytes as it is or percent-encoded. */
  private static String encoded(String name) {
    StringBuilder regex = new StringBuilder();
    name.codePoints()
        .mapToObj(Character::toString)
        .forEach(
            character -> {
              String bytes = HexFormat.of().formatHex(character.getBytes(UTF_8));
              String percent = bytes.replaceAll("..", "%$0");
              String plus = character.equals(" ") ? "|\\+" : "";
              regex.append("(?:%s|(?i:%s)%s)".formatted(Pattern.quote(character), percent, plus));
            });
    return regex.toString();
  }

  /** The headers to keep with a body, names in lower case. */
  Map<String, String> kept(Map<String, List<String>> headers) {
    Map<String, String> kept = new TreeMap<>();
    headers.forEach(
        (name, values) -> {
          if (!SECRET_HEADERS.contains(name) && !secretHeaders.contains(name)) {
            kept.put(name, without(String.join(", ", values)));
          }
        });
    return kept;
  }

  /** The page with requests that hold no secret. */
  Page without(Page page) {
    if (parameters.isEmpty() || page.next().isEmpty()) {
      return page;
    }
    List<FetchRequest> next =
        page.next().stream().map(request -> request.withUrl(without(request.url()))).toList();
    return new Page(next, page.records(), page.total(), page.mark());
  }

  /** The text without the secrets in the queries of its URLs. */
  String without(String text) {
    String clean = text;
    for (Pattern pattern : patterns) {
      clean = pattern.matcher(clean).replaceAll("");
    }
    return clean;
  }
}
