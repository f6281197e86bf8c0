package dev.headrace.io.http.pages;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Link} header (https://www.rfc-editor.org/rfc/rfc8288#section-3). */
final class LinkHeader {
  private static final Pattern LINK =
      Pattern.compile("<([^>]*)>((?:\\s*;\\s*[^\\s=;,]+\\s*(?:=\\s*(?:\"[^\"]*\"|[^\\s;,]+))?)*)");
  private static final Pattern RELATION =
      Pattern.compile(";\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,]+))", Pattern.CASE_INSENSITIVE);

  // https://docs.sentry.io/api/pagination/
  private static final Pattern NO_RESULTS =
      Pattern.compile(";\\s*results\\s*=\\s*\"?false\\b", Pattern.CASE_INSENSITIVE);

  private LinkHeader() {}

  /**
   * The targets by relation, in lower case; of two with one relation, the first. A target that is
   * said to have no results is none.
   */
  static Map<String, String> parse(String header) {
    Map<String, String> targets = new HashMap<>();
    Matcher links = LINK.matcher(header);
    while (links.find()) {
      Matcher relation = RELATION.matcher(links.group(2));
      if (relation.find() && !NO_RESULTS.matcher(links.group(2)).find()) {
        String names = relation.group(1) == null ? relation.group(2) : relation.group(1);
        for (String name : names.trim().split("\\s+", -1)) {
          targets.putIfAbsent(name.toLowerCase(Locale.ROOT), links.group(1));
        }
      }
    }
    return targets;
  }
}
