package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A chain of pages: one by one, or all at once where the last is known. An API that goes round in a
 * circle is not followed for ever.
 *
 * @param maxPages the most pages a chain may have
 */
record Chain(int maxPages) implements Serializable {
  /** What a chain has at the most, if nothing else is said. */
  static final Chain DEFAULT = new Chain(10_000);

  private static final String PAGES = "pages";

  Chain {
    checkArgument(maxPages >= 1, "maxPages must be at least 1, but was %s", maxPages);
  }

  /**
   * The page at the URL, as the one that follows.
   *
   * @throws BadRecordException if it is the page itself, or one more than there may be
   */
  List<FetchRequest> next(FetchRequest page, String url) throws BadRecordException {
    if (url.equals(page.url())) {
      throw new BadRecordException(
          Reason.MALFORMED, "Page " + page.page() + " names itself as the one that follows");
    }
    requirePages(page.page() + 2L);
    return List.of(page.atPage(page.page() + 1, url));
  }

  /**
   * All pages from one number to another, which are followed by none.
   *
   * @throws BadRecordException if they are more than there may be, or the last is before the first
   */
  List<FetchRequest> fanOut(FetchRequest page, int from, int to, IntFunction<String> url)
      throws BadRecordException {
    if (to < from) {
      throw new BadRecordException(
          Reason.MALFORMED, "The last page, " + to + ", is before the next, " + from);
    }
    requirePages(page.page() + 2L + to - from);
    Map<String, String> context = new HashMap<>(page.context());
    context.put(PAGES, from + "-" + to);
    List<FetchRequest> pages = new ArrayList<>();
    for (int number = from; number <= to; number++) {
      pages.add(
          page.withContext(context).atPage(page.page() + 1 + number - from, url.apply(number)));
    }
    return pages;
  }

  /** Whether the page was found together with all that follow it. */
  static boolean isFannedOut(FetchRequest page) {
    return page.context().containsKey(PAGES);
  }

  /**
   * Refuses a chain that is too long.
   *
   * @throws BadRecordException if there are more pages than there may be
   */
  void requirePages(long pages) throws BadRecordException {
    if (pages > maxPages) {
      throw new BadRecordException(
          Reason.OUT_OF_RANGE, "The chain has more than " + maxPages + " pages");
    }
  }
}
