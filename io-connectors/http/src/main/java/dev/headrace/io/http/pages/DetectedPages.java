package dev.headrace.io.http.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auto.value.AutoValue;
import com.google.auto.value.extension.memoized.Memoized;
import dev.headrace.io.http.pages.JsonValue.Kind;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Goes by what an answer looks like. The first of these that is there decides, for every page anew;
 * nothing but these places is looked at, so that a record with a field {@code next} is no page.
 *
 * <table>
 * <caption>What decides, in this order</caption>
 * <tr><th>the answer has</th><th>what follows</th></tr>
 * <tr><td>a {@code Link} header with a {@code next}</td>
 *   <td>as {@link LinkHeaderPages}</td></tr>
 * <tr><td>no body, or one that is not JSON by its type and its first character</td>
 *   <td>nothing</td></tr>
 * <tr><td>a text that starts with {@code http://}, {@code https://}, {@code /} or {@code ?} at
 *   {@code /next}, {@code /next/href}, {@code /next_url}, {@code /nextUrl}, {@code /nextLink},
 *   {@code /next_link}, {@code /next_page}, {@code /nextPage}, {@code /next_page_url}, {@code
 *   /nextPageUrl}, {@code /next_page/uri}, {@code /nextRecordsUrl}, {@code /@odata.nextLink},
 *   {@code /odata.nextLink}, {@code /d/__next}; {@code next} or {@code next/href} below {@code
 *   /links} or {@code /_links}; {@code next}, {@code next_url}, {@code next_page_url}, {@code
 *   nextUrl}, {@code links/next} below {@code /meta}, {@code /metadata}, {@code /paging}, {@code
 *   /pagination} or {@code /info}; {@code /paging/next/link}</td>
 *   <td>as {@link NextLinkPages}</td></tr>
 * <tr><td>a cursor at {@code next_cursor} or {@code nextCursor}, at the top or below {@code
 *   /response_metadata}, {@code /meta}, {@code /metadata}, {@code /paging} or {@code
 *   /pagination}</td>
 *   <td>as {@link CursorPages}, with the parameter {@code cursor}</td></tr>
 * <tr><td>one at {@code /nextPageToken}; {@code /next_page_token}; {@code /nextToken}; {@code
 *   /NextToken}; {@code /next_token}; {@code /meta/next_token}; {@code /metadata/continue};
 *   {@code /continuationToken}; {@code /continuation_token}; {@code /paging/next/after}</td>
 *   <td>the same with {@code pageToken}; {@code page_token}; {@code nextToken}; {@code NextToken};
 *   {@code next_token}; {@code pagination_token}; {@code continue}; {@code continuationToken};
 *   {@code continuation_token}; {@code after}</td></tr>
 * <tr><td>a whole number at {@code next_page} or {@code nextPage}, at the top or below {@code
 *   /meta}, {@code /metadata} or {@code /pagination}</td>
 *   <td>the same with {@code page}</td></tr>
 * <tr><td>on the first page, a number of pages ({@code total_pages}, {@code totalPages}, {@code
 *   last_page}, {@code lastPage} or {@code page_count}) beside the page's own ({@code page}, {@code
 *   current_page}, {@code currentPage} or {@code number}), at the top or below {@code /meta},
 *   {@code /metadata}, {@code /pagination} or {@code /page}</td>
 *   <td>all other pages at once, by the parameter {@code page}; the answer to each has to have its
 *   number</td></tr>
 * <tr><td>a true at {@code has_more}, {@code hasMore}, {@code has_next} or {@code hasNext}, at the
 *   top or below the same places</td>
 *   <td>an error: there is more, but nothing tells how to get it</td></tr>
 * <tr><td>nothing of these</td><td>nothing</td></tr>
 * </table>
 *
 * <p>A cursor in the answer to anything but a {@code GET} is an error, since it may have to be sent
 * in the body. Where the parameter has another name, the API answers with the same page again, and
 * its cursor is an error of the chain. A single record that happens to have one of these fields is
 * taken for a page: there, and wherever the API is known, name its paginator instead.
 */
@AutoValue
public abstract class DetectedPages extends ScannedPages {
  private static final long serialVersionUID = 1L;
  private static final String PAGE = "page";
  private static final String UNKNOWN =
      "what takes it is not known; name the paginator of this API instead of detecting it";

  abstract Counts counts();

  abstract Chain chain();

  /** Follows up to 10,000 pages. */
  public static DetectedPages create() {
    return new AutoValue_DetectedPages(Counts.NONE, Chain.DEFAULT);
  }

  /** Counts the records in the array at this JSON Pointer; default is not to. */
  public DetectedPages withRecords(String pointer) {
    return new AutoValue_DetectedPages(counts().withRecords(pointer), chain());
  }

  /** Takes more pages than these for an error; 1 or more, default is 10,000. */
  public DetectedPages withMaxPages(int maxPages) {
    return new AutoValue_DetectedPages(counts(), new Chain(maxPages));
  }

  @Override
  public Set<String> headers() {
    return Set.of("link", "content-type");
  }

  @Memoized
  @Override
  JsonScan scan() {
    return KnownFields.SCAN.and(JsonScan.of(counts().pointers()));
  }

  @Override
  boolean reads(RawResponse response) {
    return counts().records() != null || isJson(response);
  }

  @Override
  Page alone(RawResponse response, Found found) throws BadRecordException {
    return counts().of(found);
  }

  @Override
  Page after(RawResponse response, Found found) throws BadRecordException {
    Page alone = alone(response, found);
    FetchRequest request = response.request();
    if (Chain.isFannedOut(request)) {
      if (!response.headers().containsKey("link")) {
        requireOwnNumber(request, found);
      }
      return alone;
    }
    if (LinkHeaderPages.hasNext(response)) {
      Page page = LinkHeaderPages.create().withMaxPages(chain().maxPages()).after(response, found);
      return page.holding(alone.records());
    }
    for (String link : KnownFields.LINKS) {
      if (isLink(found.at(link))) {
        String url = Query.resolve(request.url(), found.at(link).text(), "The link at " + link);
        return alone.followedBy(chain().next(request, url), url);
      }
    }
    for (Map.Entry<String, String> known : KnownFields.CURSORS.entrySet()) {
      if (isCursor(found.at(known.getKey()))) {
        return byCursor(alone, response, found, known.getKey(), known.getValue());
      }
    }
    for (String number : KnownFields.NEXT_NUMBERS) {
      if (found.at(number).is(Kind.WHOLE_NUMBER)) {
        return byCursor(alone, response, found, number, PAGE);
      }
    }
    List<FetchRequest> others = otherPages(request, found);
    if (others.isEmpty()) {
      requireNoMore(found);
    }
    return alone.followedBy(others);
  }

  private Page byCursor(
      Page alone, RawResponse response, Found found, String pointer, String parameter)
      throws BadRecordException {
    if (!response.request().method().equals("GET")) {
      throw new BadRecordException(
          Reason.MALFORMED, "There is a cursor at " + pointer + ", but " + UNKNOWN);
    }
    Page page =
        CursorPages.of(pointer, parameter).withMaxPages(chain().maxPages()).after(response, found);
    return page.holding(alone.records());
  }

  /** All that come after the first, where it tells how many there are. */
  private List<FetchRequest> otherPages(FetchRequest request, Found found)
      throws BadRecordException {
    Optional<KnownFields.Numbered> places = numbered(found);
    if (places.isEmpty() || request.page() > 0) {
      return List.of();
    }
    long own = found.at(places.get().own()).count().orElseThrow();
    long pages = found.at(places.get().pages()).count().orElseThrow();
    long from = own + 1;
    long last = own == 0 ? pages - 1 : pages;
    return last < from
        ? List.of()
        : chain()
            .fanOut(
                request, from, last, page -> Query.with(request.url(), PAGE, Long.toString(page)));
  }

  private static void requireNoMore(Found found) throws BadRecordException {
    for (String flag : KnownFields.FLAGS) {
      if (found.at(flag).equals(JsonValue.TRUE)) {
        throw new BadRecordException(
            Reason.MALFORMED, flag + " says that there is more, but " + UNKNOWN);
      }
    }
  }

  /** An API that does not know the parameter answers with the first page again and again. */
  private static void requireOwnNumber(FetchRequest request, Found found)
      throws BadRecordException {
    String asked = Query.parameters(request.url()).getOrDefault(PAGE, "");
    String own = numbered(found).map(places -> found.at(places.own()).text()).orElse(asked);
    if (!own.equals(asked)) {
      throw new BadRecordException(
          Reason.MALFORMED, "The page " + own + " came where " + asked + " was asked for");
    }
  }

  private static Optional<KnownFields.Numbered> numbered(Found found) {
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

  private static boolean isJson(RawResponse response) {
    String type = response.headers().getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    if (type.contains("json")) {
      return true;
    }
    try (InputStream in = response.body().open()) {
      String start = new String(in.readNBytes(64), UTF_8).strip();
      return start.startsWith("{") || start.startsWith("[");
    } catch (IOException e) {
      throw new UncheckedIOException("The body of an answer cannot be read again", e);
    }
  }
}
