package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonPointer;
import com.google.auto.value.AutoValue;
import com.google.auto.value.extension.memoized.Memoized;
import dev.headrace.io.http.pages.JsonValue.Kind;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows a link in the body, such as {@code "next": "https://host/items?page=2"}, until it is
 * null, empty or not there.
 */
@AutoValue
public abstract class NextLinkPages extends ScannedPages {
  private static final long serialVersionUID = 1L;

  abstract String pointer();

  abstract Counts counts();

  abstract Chain chain();

  /**
   * Follows up to 10,000 pages.
   *
   * @param pointer JSON Pointer of the link, such as {@code /links/next}
   */
  public static NextLinkPages at(String pointer) {
    checkArgument(!pointer.isEmpty(), "pointer must not be empty");
    JsonPointer.valueOf(pointer);
    return new AutoValue_NextLinkPages(pointer, Counts.NONE, Chain.DEFAULT);
  }

  /** Counts the records in the array at this JSON Pointer; default is not to. */
  public NextLinkPages withRecords(String pointer) {
    return new AutoValue_NextLinkPages(pointer(), counts().withRecords(pointer), chain());
  }

  /** Takes the number of records of all pages from this JSON Pointer; default is not to. */
  public NextLinkPages withTotal(String pointer) {
    return new AutoValue_NextLinkPages(pointer(), counts().withTotal(pointer), chain());
  }

  /** Takes more pages than these for an error; 1 or more, default is 10,000. */
  public NextLinkPages withMaxPages(int maxPages) {
    return new AutoValue_NextLinkPages(pointer(), counts(), new Chain(maxPages));
  }

  @Memoized
  @Override
  JsonScan scan() {
    List<String> pointers = new ArrayList<>(counts().pointers());
    pointers.add(pointer());
    return JsonScan.of(pointers);
  }

  @Override
  Page alone(RawResponse response, Found found) throws BadRecordException {
    return counts().of(found);
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
