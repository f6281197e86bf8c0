package dev.headrace.io.http.pages;

import com.google.auto.value.AutoValue;
import com.google.auto.value.extension.memoized.Memoized;
import dev.headrace.io.http.pages.JsonValue.Kind;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;

/**
 * Follows a link in the body, such as {@code "next": "https://host/items?page=2"}, until it is
 * null, empty or not there.
 */
@AutoValue
public abstract class NextLinkPages extends CountedPages<NextLinkPages> {
  private static final long serialVersionUID = 1L;

  abstract String pointer();

  /**
   * Follows up to 10,000 pages.
   *
   * @param pointer JSON Pointer of the link, such as {@code /links/next}
   */
  public static NextLinkPages at(String pointer) {
    return new AutoValue_NextLinkPages(
        Counts.NONE, Chain.DEFAULT, Pointers.requirePlace("next link", pointer));
  }

  /** Counts the records in the array at this JSON Pointer; default is not to. */
  public NextLinkPages withRecords(String pointer) {
    return with(counts().withRecords(pointer), chain());
  }

  /**
   * Takes the number of records of all pages from this JSON Pointer, where the first page has to
   * have it; default is not to.
   */
  public NextLinkPages withTotal(String pointer) {
    return with(counts().withTotal(pointer), chain());
  }

  @Override
  NextLinkPages with(Counts counts, Chain chain) {
    return new AutoValue_NextLinkPages(counts, chain, pointer());
  }

  @Memoized
  @Override
  JsonScan scan() {
    return counts().scan(pointer());
  }

  @Override
  Page after(RawResponse response, Found found) throws BadRecordException {
    JsonValue link = found.at(pointer());
    if (link.isNothing()) {
      return alone(response, found);
    }
    if (!link.is(Kind.TEXT)) {
      throw new BadRecordException(
          Reason.MALFORMED, "The link at " + pointer() + " is no text of usual length");
    }
    FetchRequest page = response.request();
    String url = Query.resolve(page.url(), link.text(), "The link at " + pointer());
    return alone(response, found).followedBy(chain().next(page, url), url);
  }
}
