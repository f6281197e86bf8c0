package dev.headrace.io.http.pages;

import dev.headrace.transforms.fetch.FetchRequest;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * How URLs name an offset.
 *
 * @param firstOffset the offset of the first record
 * @param countPath how the path ends that counts
 * @param pagePath what stands there in a page's URL
 */
record OffsetUrl(
    String limitName, String offsetName, int firstOffset, String countPath, String pagePath)
    implements Serializable {
  static final OffsetUrl DEFAULT = new OffsetUrl("limit", "offset", 0, "", "");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  OffsetUrl from(int firstOffset) {
    return new OffsetUrl(limitName, offsetName, firstOffset, countPath, pagePath);
  }

  OffsetUrl named(String limitName, String offsetName) {
    return new OffsetUrl(limitName, offsetName, firstOffset, countPath, pagePath);
  }

  OffsetUrl moved(String countPath, String pagePath) {
    return new OffsetUrl(limitName, offsetName, firstOffset, countPath, pagePath);
  }

  /** The URL of a page, made of the one that counts. */
  String ofPage(String countUrl, long limit, long from) {
    int query = countUrl.indexOf('?');
    String path = query < 0 ? countUrl : countUrl.substring(0, query);
    String parameters = query < 0 ? "" : countUrl.substring(query + 1) + "&";
    if (path.endsWith(countPath)) {
      path = path.substring(0, path.length() - countPath.length()) + pagePath;
    }
    String page = limitName + "=" + limit + "&" + offsetName + "=" + (from + firstOffset);
    return path + "?" + parameters + page;
  }

  /** The URL of a page, made of that of another. */
  String set(String pageUrl, long limit, long from) {
    String limited = Query.with(pageUrl, limitName, Long.toString(limit));
    return Query.with(limited, offsetName, Long.toString(from + firstOffset));
  }

  /** How many records come before those of a page. */
  long skippedBy(FetchRequest page) {
    String offset = Query.parameters(page.url()).getOrDefault(offsetName, "");
    return NUMBER.matcher(offset).matches() ? Long.parseLong(offset) - firstOffset : 0;
  }
}
