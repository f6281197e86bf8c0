package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.auto.value.extension.memoized.Memoized;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.regex.Pattern;

/**
 * Counts pages by a parameter. Where the first page tells how many there are, the others are
 * fetched at once, in parallel; else they are fetched one by one until one has no records.
 */
@AutoValue
public abstract class NumberedPages extends CountedPages<NumberedPages> {
  private static final long serialVersionUID = 1L;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  abstract String parameter();

  abstract String records();

  abstract String totalPages();

  abstract int first();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setParameter(String parameter);

    abstract Builder setRecords(String pointer);

    abstract Builder setTotalPages(String pointer);

    abstract Builder setFirst(int first);

    abstract Builder setCounts(Counts counts);

    abstract Builder setChain(Chain chain);

    abstract NumberedPages build();
  }

  /**
   * Fetches up to 10,000 pages.
   *
   * @param parameter the parameter that takes the number, such as {@code page}
   * @param records JSON Pointer of the array of records; empty for a body that is an array itself
   */
  public static NumberedPages of(String parameter, String records) {
    checkArgument(!parameter.isEmpty(), "parameter must not be empty");
    return new AutoValue_NumberedPages.Builder()
        .setParameter(parameter)
        .setRecords(records)
        .setTotalPages("")
        .setFirst(1)
        .setCounts(Counts.NONE.withRecords(records))
        .setChain(Chain.DEFAULT)
        .build();
  }

  /** Takes the number of pages from this JSON Pointer, such as {@code /total_pages}. */
  public NumberedPages withTotalPages(String pointer) {
    Pointers.require("totalPages", pointer);
    return toBuilder().setTotalPages(pointer).build();
  }

  /**
   * Takes the number of records of all pages from this JSON Pointer, where the first page has to
   * have it; default is not to.
   */
  public NumberedPages withTotal(String pointer) {
    return with(counts().withTotal(pointer), chain());
  }

  /** The number of the first page, which is that of a request that names none; default is 1. */
  public NumberedPages withFirstPage(int first) {
    checkArgument(first >= 0, "first must be at least 0, but was %s", first);
    return toBuilder().setFirst(first).build();
  }

  @Override
  NumberedPages with(Counts counts, Chain chain) {
    return toBuilder().setCounts(counts).setChain(chain).build();
  }

  @Memoized
  @Override
  JsonScan scan() {
    return counts().scan(totalPages());
  }

  @Override
  Page after(RawResponse response, Found found) throws BadRecordException {
    Page alone = alone(response, found);
    FetchRequest page = response.request();
    if (found.isEmpty() || Chain.isFannedOut(page)) {
      return alone;
    }
    long number = numberOf(page);
    if (totalPages().isEmpty()) {
      return found.at(records()).requireElements(records()) == 0
          ? alone
          : alone.followedBy(chain().next(page, at(page, number + 1)), Long.toString(number + 1));
    }
    long last = first() + found.at(totalPages()).requireCount("number of pages", totalPages()) - 1;
    return last <= number
        ? alone
        : alone.followedBy(chain().fanOut(page, number + 1, last, next -> at(page, next)));
  }

  private long numberOf(FetchRequest page) {
    String number = Query.parameters(page.url()).getOrDefault(parameter(), "");
    return NUMBER.matcher(number).matches() ? Long.parseLong(number) : first() + (long) page.page();
  }

  private String at(FetchRequest page, long number) {
    return Query.with(page.url(), parameter(), Long.toString(number));
  }
}
