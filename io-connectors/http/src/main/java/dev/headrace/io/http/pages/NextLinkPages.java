package dev.headrace.io.http.pages;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.auto.value.AutoValue;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.List;

/**
 * Follows a link in the body, such as {@code "next": "https://host/items?page=2"}, until it is
 * null, empty or not there.
 */
@AutoValue
public abstract class NextLinkPages implements Paginator {
  private static final long serialVersionUID = 1L;

  abstract String pointer();

  abstract Chain chain();

  /**
   * Follows up to 10,000 pages.
   *
   * @param pointer JSON Pointer of the link, such as {@code /links/next}
   */
  public static NextLinkPages at(String pointer) {
    JsonPointer.valueOf(pointer);
    return new AutoValue_NextLinkPages(pointer, Chain.DEFAULT);
  }

  /** Takes more pages than these for an error; 1 or more, default is 10,000. */
  public NextLinkPages withMaxPages(int maxPages) {
    return new AutoValue_NextLinkPages(pointer(), new Chain(maxPages));
  }

  @Override
  public List<FetchRequest> after(RawResponse response) throws BadRecordException {
    JsonNode link = JsonBody.at(response, pointer());
    if (JsonBody.isNothing(link)) {
      return List.of();
    }
    if (!link.isTextual()) {
      throw new BadRecordException(Reason.MALFORMED, "The link at " + pointer() + " is no text");
    }
    FetchRequest page = response.request();
    try {
      return chain().next(page, Query.resolve(page.url(), link.textValue()));
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(Reason.MALFORMED, "The link at " + pointer() + " is no URL");
    }
  }
}
