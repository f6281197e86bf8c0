package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says where a chain of pages ends, besides what its paginator says: {@link Paginator#until}. A
 * rule goes by the pages of one chain; it leaves alone requests that only count, and what other
 * chains follow from a page.
 */
public abstract class StopRule implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<String> pointers;

  private StopRule(String... pointers) {
    this.pointers = List.of(pointers);
    this.pointers.forEach(pointer -> Pointers.require("A stop rule's pointer", pointer));
  }

  /** Stops after a page without records; the array has to be there. */
  public static StopRule emptyPage(String recordsPointer) {
    return new EmptyPage(recordsPointer);
  }

  /**
   * Stops when the pages so far have as many records as their last one declares in all. How many
   * there are so far stands in the context of every page, as {@code pages.records}: a page that
   * comes after others has another request id than without this rule.
   */
  public static StopRule totalReached(String totalPointer, String recordsPointer) {
    return new TotalReached(totalPointer, recordsPointer);
  }

  /** Stops where the boolean is false, such as {@code /has_more}; it has to be there. */
  public static StopRule noMore(String flagPointer) {
    return new Flag(flagPointer, false);
  }

  /** Stops where the boolean is true, such as {@code /isLast}; it has to be there. */
  public static StopRule lastPage(String flagPointer) {
    return new Flag(flagPointer, true);
  }

  /**
   * Stops after so many pages. What is left out is so on purpose: a chain with this rule declares
   * no total.
   *
   * @param pages 1 or more
   */
  public static StopRule maxPages(int pages) {
    checkArgument(pages >= 1, "pages must be at least 1, but was %s", pages);
    return new MaxPages(pages);
  }

  List<String> pointers() {
    return pointers;
  }

  /** Whether nothing may follow from an answer, of which the scan has found something. */
  abstract boolean stopsAfter(FetchRequest page, Found found) throws BadRecordException;

  /** Whether a page may follow. */
  boolean keeps(FetchRequest next) {
    return true;
  }

  /** The page that follows, with what the rule has to know when its answer comes. */
  FetchRequest carriedOn(FetchRequest page, Found found, FetchRequest next)
      throws BadRecordException {
    return next;
  }

  /** Whether it ends chains that have more to give. */
  boolean leavesOut() {
    return false;
  }

  private static final class EmptyPage extends StopRule {
    private static final long serialVersionUID = 1L;
    private final String records;

    EmptyPage(String records) {
      super(records);
      this.records = records;
    }

    @Override
    boolean stopsAfter(FetchRequest page, Found found) throws BadRecordException {
      return found.isEmpty() || found.at(records).requireElements(records) == 0;
    }
  }

  private static final class TotalReached extends StopRule {
    private static final long serialVersionUID = 1L;
    private final String total;
    private final String records;

    TotalReached(String total, String records) {
      super(total, records);
      this.total = total;
      this.records = records;
    }

    @Override
    boolean stopsAfter(FetchRequest page, Found found) throws BadRecordException {
      return found.isEmpty() || soFar(page, found) >= found.at(total).requireCount("total", total);
    }

    @Override
    FetchRequest carriedOn(FetchRequest page, Found found, FetchRequest next)
        throws BadRecordException {
      Map<String, String> context = new HashMap<>(next.context());
      context.put(Chain.RECORDS_BEFORE, Long.toString(soFar(page, found)));
      return next.withContext(context);
    }

    private long soFar(FetchRequest page, Found found) throws BadRecordException {
      return Long.parseLong(page.context().getOrDefault(Chain.RECORDS_BEFORE, "0"))
          + found.at(records).requireElements(records);
    }
  }

  private static final class Flag extends StopRule {
    private static final long serialVersionUID = 1L;
    private final String flag;
    private final boolean last;

    Flag(String flag, boolean last) {
      super(flag);
      this.flag = flag;
      this.last = last;
    }

    @Override
    boolean stopsAfter(FetchRequest page, Found found) throws BadRecordException {
      return found.isEmpty() || found.at(flag).requireBoolean(flag) == last;
    }
  }

  private static final class MaxPages extends StopRule {
    private static final long serialVersionUID = 1L;
    private final int pages;

    MaxPages(int pages) {
      this.pages = pages;
    }

    @Override
    boolean stopsAfter(FetchRequest page, Found found) {
      return page.page() >= pages - 1;
    }

    @Override
    boolean keeps(FetchRequest next) {
      return next.page() < pages;
    }

    @Override
    boolean leavesOut() {
      return true;
    }
  }
}
