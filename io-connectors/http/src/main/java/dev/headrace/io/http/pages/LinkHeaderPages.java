package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.auto.value.extension.memoized.Memoized;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Follows the {@code next} of the {@code Link} header
 * (https://www.rfc-editor.org/rfc/rfc8288#section-3), as GitHub and many others send it. Where the
 * first page also names the {@code last}, and the two differ in one number of their query alone,
 * the pages up to the last are fetched at once, in parallel. A body is only read if records are to
 * be counted.
 */
@AutoValue
public abstract class LinkHeaderPages extends CountedPages<LinkHeaderPages> {
  private static final long serialVersionUID = 1L;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern COUNT = Pattern.compile("\\d{1,18}");
  private static final String LINK = "link";

  abstract String totalHeader();

  /** Follows up to 10,000 pages. */
  public static LinkHeaderPages create() {
    return new AutoValue_LinkHeaderPages(Counts.NONE, Chain.DEFAULT, "");
  }

  /** Counts the records in the array at this JSON Pointer; default is not to. */
  public LinkHeaderPages withRecords(String pointer) {
    return with(counts().withRecords(pointer), chain());
  }

  /**
   * Takes the number of records of all pages from this header, such as {@code X-Total-Count}, which
   * the first page has to have; default is not to.
   */
  public LinkHeaderPages withTotalInHeader(String name) {
    checkArgument(!name.isEmpty(), "name must not be empty");
    return new AutoValue_LinkHeaderPages(counts(), chain(), name.toLowerCase(Locale.ROOT));
  }

  @Override
  LinkHeaderPages with(Counts counts, Chain chain) {
    return new AutoValue_LinkHeaderPages(counts, chain, totalHeader());
  }

  @Override
  public Set<String> headers() {
    return totalHeader().isEmpty() ? Set.of(LINK) : Set.of(LINK, totalHeader());
  }

  /** Whether an answer names the page that follows it. */
  static boolean hasNext(RawResponse response) {
    return links(response).containsKey("next");
  }

  @Memoized
  @Override
  JsonScan scan() {
    return counts().scan();
  }

  @Override
  Page alone(RawResponse response, Found found) throws BadRecordException {
    Page page = super.alone(response, found);
    String total = response.headers().getOrDefault(totalHeader(), "").trim();
    boolean later = response.request().page() > 0 || response.status() == 204;
    if (totalHeader().isEmpty() || (later && total.isEmpty())) {
      return page;
    }
    if (!COUNT.matcher(total).matches()) {
      throw new BadRecordException(
          Reason.MALFORMED, "There is no total in the header " + totalHeader());
    }
    return page.declaring(OptionalLong.of(Long.parseLong(total)));
  }

  @Override
  Page after(RawResponse response, Found found) throws BadRecordException {
    FetchRequest page = response.request();
    Page alone = alone(response, found);
    Map<String, String> links = links(response);
    String next = links.get("next");
    if (next == null || Chain.isFannedOut(page)) {
      return alone;
    }
    String nextUrl = Query.resolve(page.url(), next, "The next of the Link header");
    String last = links.get("last");
    Optional<String> number =
        last == null || page.page() > 0 ? Optional.empty() : onlyNumber(next, last);
    if (last != null && number.isPresent()) {
      String name = number.get();
      return alone.followedBy(
          chain()
              .fanOut(
                  page,
                  numberIn(next, name),
                  numberIn(last, name),
                  value -> Query.with(nextUrl, name, Long.toString(value))));
    }
    return alone.followedBy(chain().next(page, nextUrl), nextUrl);
  }

  private static Map<String, String> links(RawResponse response) {
    return LinkHeader.parse(response.headers().getOrDefault(LINK, ""));
  }

  /** The one parameter in which the two differ, if both have a number there. */
  private static Optional<String> onlyNumber(String next, String last) {
    Map<String, String> here = Query.parameters(next);
    Map<String, String> there = Query.parameters(last);
    List<String> differing =
        Stream.concat(here.keySet().stream(), there.keySet().stream())
            .distinct()
            .filter(name -> !Objects.equals(here.get(name), there.get(name)))
            .toList();
    boolean numbers =
        differing.size() == 1
            && Stream.of(here, there)
                .map(parameters -> parameters.getOrDefault(differing.get(0), ""))
                .allMatch(value -> NUMBER.matcher(value).matches());
    boolean samePath = Query.path(next).equals(Query.path(last));
    return numbers && samePath ? Optional.of(differing.get(0)) : Optional.empty();
  }

  private static int numberIn(String url, String name) {
    return Integer.parseInt(Query.parameters(url).getOrDefault(name, ""));
  }
}
