package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.auto.value.AutoValue;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.List;

/**
 * Counts pages by a parameter. Where the first page tells how many there are, the others are
 * fetched at once, in parallel; else they are fetched one by one until one has no records.
 */
@AutoValue
public abstract class NumberedPages implements Paginator {
  private static final long serialVersionUID = 1L;

  abstract String parameter();

  abstract String records();

  abstract String totalPages();

  abstract int first();

  abstract Chain chain();

  /**
   * Fetches up to 10,000 pages.
   *
   * @param parameter the parameter that takes the number, such as {@code page}
   * @param records JSON Pointer of the array of records; empty for a body that is an array itself
   */
  public static NumberedPages of(String parameter, String records) {
    checkArgument(!parameter.isEmpty(), "parameter must not be empty");
    JsonPointer.valueOf(records);
    return new AutoValue_NumberedPages(parameter, records, "", 1, Chain.DEFAULT);
  }

  /** Takes the number of pages from this JSON Pointer, such as {@code /total_pages}. */
  public NumberedPages withTotalPages(String pointer) {
    JsonPointer.valueOf(pointer);
    return new AutoValue_NumberedPages(parameter(), records(), pointer, first(), chain());
  }

  /** The number of a first page whose request names none; default is 1. */
  public NumberedPages withFirstPage(int first) {
    return new AutoValue_NumberedPages(parameter(), records(), totalPages(), first, chain());
  }

  /** Takes more pages than these for an error; 1 or more, default is 10,000. */
  public NumberedPages withMaxPages(int maxPages) {
    return new AutoValue_NumberedPages(
        parameter(), records(), totalPages(), first(), new Chain(maxPages));
  }

  @Override
  public List<FetchRequest> after(RawResponse response) throws BadRecordException {
    FetchRequest page = response.request();
    if (Chain.isFannedOut(page)) {
      return List.of();
    }
    return totalPages().isEmpty() ? oneByOne(response) : allAtOnce(response);
  }

  private List<FetchRequest> oneByOne(RawResponse response) throws BadRecordException {
    JsonNode records = JsonBody.at(response, records());
    if (!records.isArray()) {
      throw new BadRecordException(Reason.MALFORMED, "There is no array at " + records());
    }
    FetchRequest page = response.request();
    return records.isEmpty() ? List.of() : chain().next(page, at(page, first() + page.page() + 1));
  }

  private List<FetchRequest> allAtOnce(RawResponse response) throws BadRecordException {
    JsonNode total = JsonBody.at(response, totalPages());
    if (!total.isIntegralNumber() || !total.canConvertToInt() || total.intValue() < 0) {
      throw new BadRecordException(
          Reason.MALFORMED, "There is no number of pages at " + totalPages());
    }
    FetchRequest page = response.request();
    int last = first() + total.intValue() - 1;
    return last <= first()
        ? List.of()
        : chain().fanOut(page, first() + 1, last, number -> at(page, number));
  }

  private String at(FetchRequest page, int number) {
    return Query.with(page.url(), parameter(), Integer.toString(number));
  }
}
