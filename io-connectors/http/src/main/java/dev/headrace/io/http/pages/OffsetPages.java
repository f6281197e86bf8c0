package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.auto.value.AutoValue;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Pages by {@code limit} and {@code offset} of a total that the API tells beforehand: the answer to
 * a request of role {@code COUNT} is followed by all its pages at once, which are then fetched in
 * parallel. A page is followed by nothing. More than 10,000 pages are an error of the request.
 */
@AutoValue
public abstract class OffsetPages implements Paginator {
  private static final long serialVersionUID = 1L;

  abstract String totalPointer();

  abstract int limit();

  abstract int firstOffset();

  abstract String countPath();

  abstract String pagePath();

  /**
   * Pages of a fixed size.
   *
   * @param totalPointer JSON Pointer of the total in the answer that counts, such as {@code /count}
   * @param limit records a page, 1 or more
   */
  public static OffsetPages ofTotal(String totalPointer, int limit) {
    JsonPointer.valueOf(totalPointer);
    checkArgument(limit >= 1, "limit must be at least 1, but was %s", limit);
    return new AutoValue_OffsetPages(totalPointer, limit, 0, "", "");
  }

  /** Counts offsets from this number; default is 0. */
  public OffsetPages withFirstOffset(int firstOffset) {
    return new AutoValue_OffsetPages(totalPointer(), limit(), firstOffset, countPath(), pagePath());
  }

  /**
   * Fetches pages from another path than the total; default is the same.
   *
   * @param countPath how the path ends that counts, such as {@code /count}
   * @param pagePath what stands there in a page's URL, such as {@code /query}
   */
  public OffsetPages withPagePath(String countPath, String pagePath) {
    return new AutoValue_OffsetPages(totalPointer(), limit(), firstOffset(), countPath, pagePath);
  }

  @Override
  public List<FetchRequest> after(RawResponse response) throws BadRecordException {
    FetchRequest request = response.request();
    if (request.role() != FetchRequest.Role.COUNT) {
      return List.of();
    }
    long total = total(response);
    Chain.DEFAULT.requirePages(total / limit() + 1);
    List<FetchRequest> pages = new ArrayList<>();
    for (long from = 0; from < total; from += limit()) {
      pages.add(request.atPage(pages.size(), pageUrl(request.url(), from)));
    }
    return pages;
  }

  private long total(RawResponse response) throws BadRecordException {
    JsonNode total = JsonBody.at(response, totalPointer());
    if (total.isIntegralNumber() && total.canConvertToInt() && total.intValue() >= 0) {
      return total.intValue();
    }
    throw new BadRecordException(
        Reason.MALFORMED, "The answer has no whole number at " + totalPointer());
  }

  private String pageUrl(String countUrl, long from) {
    int query = countUrl.indexOf('?');
    String path = query < 0 ? countUrl : countUrl.substring(0, query);
    String parameters = query < 0 ? "" : countUrl.substring(query + 1) + "&";
    if (path.endsWith(countPath())) {
      path = path.substring(0, path.length() - countPath().length()) + pagePath();
    }
    return path + "?" + parameters + "limit=" + limit() + "&offset=" + (from + firstOffset());
  }
}
