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
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * A chain of pages: one by one, or all at once where the last is known. An API that goes round in a
 * circle is not followed for ever.
 *
 * @param maxPages the most pages a chain may have
 */
record Chain(int maxPages) implements Serializable {
  /** What a chain has at the most, if nothing else is said. */
  static final Chain DEFAULT = new Chain(10_000);

  /** Which pages were found at once; in the context of each of them. */
  private static final String PAGES = "pages";

  /** How many records the pages before have; in the context of a page, where a rule counts. */
  static final String RECORDS_BEFORE = "pages.records";

  private static final Set<String> OF_PAGES = Set.of(PAGES, RECORDS_BEFORE);

  Chain {
    checkArgument(maxPages >= 1, "maxPages must be at least 1, but was %s", maxPages);
  }

  /**
   * The page at the URL, as the one that follows.
   *
   * @throws BadRecordException if it is the page itself, or one more than there may be
   */
  FetchRequest next(FetchRequest page, String url) throws BadRecordException {
    return next(page, page.atPage(page.page() + 1, url));
  }

  /**
   * The request as the page that follows.
   *
   * @throws BadRecordException if it is the page itself, or one more than there may be
   */
  FetchRequest next(FetchRequest page, FetchRequest next) throws BadRecordException {
    if (next.url().equals(page.url())
        && next.headers().equals(page.headers())
        && Objects.equals(next.body(), page.body())) {
      throw new BadRecordException(
          Reason.MALFORMED, "Page " + page.page() + " names itself as the one that follows");
    }
    requirePages(page.page() + 2L);
    return next.atPage(page.page() + 1, next.url());
  }

  /**
   * All pages from one number to another, which are followed by none.
   *
   * @throws BadRecordException if they are more than there may be, or the last is before the first
   */
  List<FetchRequest> fanOut(FetchRequest page, long from, long to, LongFunction<String> url)
      throws BadRecordException {
    if (to < from) {
      throw new BadRecordException(
          Reason.MALFORMED, "The last page, " + to + ", is before the next, " + from);
    }
    requirePages(page.page() + 2L + to - from);
    Map<String, String> context = new HashMap<>(page.context());
    context.put(PAGES, from + "-" + to);
    List<FetchRequest> pages = new ArrayList<>();
    for (long number = from; number <= to; number++) {
      int place = (int) (page.page() + 1 + number - from);
      pages.add(page.withContext(context).atPage(place, url.apply(number)));
    }
    return pages;
  }

  /** Whether the page was found together with all that follow it. */
  static boolean isFannedOut(FetchRequest page) {
    return page.context().containsKey(PAGES);
  }

  /** What a page stands for, without what only tells of its chain. */
  static Map<String, String> ownContext(FetchRequest page) {
    Map<String, String> context = new HashMap<>(page.context());
    context.keySet().removeAll(OF_PAGES);
    return context;
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
