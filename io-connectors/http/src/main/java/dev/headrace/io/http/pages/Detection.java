package dev.headrace.io.http.pages;

import dev.headrace.io.http.pages.JsonValue.Kind;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one answer looks like, and what follows from it by that; {@link DetectedPages} documents it.
 *
 * @param found what there is at the {@link KnownFields}
 * @param alone what the answer tells, as if nothing followed
 */
record Detection(RawResponse response, Found found, Page alone, Chain chain) {
  private static final String PAGE = "page";
  private static final String UNKNOWN =
      "what takes it is not known; name the paginator of this API instead of detecting it";

  /**
   * What the answer tells.
   *
   * @throws BadRecordException if there is more than it tells how to get
   */
  Page page() throws BadRecordException {
    if (Chain.isFannedOut(request())) {
      if (!response.headers().containsKey("link")) {
        requireOwnNumber();
      }
      return alone;
    }
    if (LinkHeaderPages.hasNext(response)) {
      return as(LinkHeaderPages.create());
    }
    for (String link : KnownFields.LINKS) {
      if (isLink(found.at(link))) {
        String url = Query.resolve(request().url(), found.at(link).text(), "The link at " + link);
        return alone.followedBy(chain.next(request(), url), url);
      }
    }
    for (Map.Entry<String, String> known : KnownFields.CURSORS.entrySet()) {
      if (isCursor(found.at(known.getKey()))) {
        return byCursor(known.getKey(), known.getValue());
      }
    }
    for (String number : KnownFields.NEXT_NUMBERS) {
      if (found.at(number).is(Kind.WHOLE_NUMBER)) {
        return byCursor(number, PAGE);
      }
    }
    List<FetchRequest> others = otherPages();
    if (others.isEmpty()) {
      requireNoMore();
    }
    return alone.followedBy(others);
  }

  private FetchRequest request() {
    return response.request();
  }

  /** What another paginator makes of it, with the records counted here. */
  private Page as(CountedPages<?> pages) throws BadRecordException {
    return pages.with(Counts.NONE, chain).after(response, found).holding(alone.records());
  }

  private Page byCursor(String pointer, String parameter) throws BadRecordException {
    if (!request().method().equals("GET")) {
      throw new BadRecordException(
          Reason.MALFORMED, "There is a cursor at " + pointer + ", but " + UNKNOWN);
    }
    return as(CursorPages.of(pointer, parameter));
  }

  /** All that come after the first, where it tells how many there are. */
  private List<FetchRequest> otherPages() throws BadRecordException {
    Optional<KnownFields.Numbered> places = numbered();
    FetchRequest request = request();
    if (places.isEmpty() || request.page() > 0) {
      return List.of();
    }
    long own = found.at(places.get().own()).count().orElseThrow();
    long pages = found.at(places.get().pages()).count().orElseThrow();
    long from = own + 1;
    long last = own == 0 ? pages - 1 : pages;
    return last < from
        ? List.of()
        : chain.fanOut(
            request, from, last, page -> Query.with(request.url(), PAGE, Long.toString(page)));
  }

  private void requireNoMore() throws BadRecordException {
    for (String flag : KnownFields.FLAGS) {
      if (found.at(flag).equals(JsonValue.TRUE)) {
        throw new BadRecordException(
            Reason.MALFORMED, flag + " says that there is more, but " + UNKNOWN);
      }
    }
  }

  /** An API that does not know the parameter answers with the first page again and again. */
  private void requireOwnNumber() throws BadRecordException {
    String asked = Query.parameters(request().url()).getOrDefault(PAGE, "");
    String own = numbered().map(places -> found.at(places.own()).text()).orElse(asked);
    if (!own.equals(asked)) {
      throw new BadRecordException(
          Reason.MALFORMED, "The page " + own + " came where " + asked + " was asked for");
    }
  }

  private Optional<KnownFields.Numbered> numbered() {
    return KnownFields.NUMBERED.stream()
        .filter(places -> found.at(places.pages()).count().isPresent())
        .filter(places -> found.at(places.own()).count().isPresent())
        .findFirst();
  }

  private static boolean isLink(JsonValue value) {
    String text = value.text();
    return value.is(Kind.TEXT)
        && (text.startsWith("http://")
            || text.startsWith("https://")
            || text.startsWith("/")
            || text.startsWith("?"));
  }

  private static boolean isCursor(JsonValue value) {
    return !value.isNothing() && (value.isName() || value.is(Kind.TOO_LONG));
  }
}
