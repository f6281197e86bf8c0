package dev.headrace.io.http.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auto.value.AutoValue;
import com.google.auto.value.extension.memoized.Memoized;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
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
public abstract class DetectedPages extends CountedPages<DetectedPages> {
  private static final long serialVersionUID = 1L;

  /** Follows up to 10,000 pages. */
  public static DetectedPages create() {
    return new AutoValue_DetectedPages(Counts.NONE, Chain.DEFAULT);
  }

  /** Counts the records in the array at this JSON Pointer; default is not to. */
  public DetectedPages withRecords(String pointer) {
    return with(counts().withRecords(pointer), chain());
  }

  @Override
  DetectedPages with(Counts counts, Chain chain) {
    return new AutoValue_DetectedPages(counts, chain);
  }

  @Override
  public Set<String> headers() {
    return Set.of("link", "content-type");
  }

  @Memoized
  @Override
  JsonScan scan() {
    return KnownFields.SCAN.and(counts().scan());
  }

  @Override
  boolean reads(RawResponse response) {
    return counts().records() != null || isJson(response);
  }

  @Override
  Page after(RawResponse response, Found found) throws BadRecordException {
    return new Detection(response, found, alone(response, found), chain()).page();
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
