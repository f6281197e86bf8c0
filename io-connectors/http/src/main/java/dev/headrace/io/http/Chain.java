package dev.headrace.io.http;

import dev.headrace.io.http.pages.Page;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pages that belong together: a first request and all that follow from it, but for the children
 * of its records, which have chains of their own. It tells when a page comes twice, and when less
 * came than was declared.
 */
final class Chain {
  private final FetchRequest first;
  private final Map<String, String> marks = new ConcurrentHashMap<>();
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private int open;
  private boolean countable = true;
  private long records;
  private long leastDeclared = Long.MAX_VALUE;
  private long mostDeclared = -1;

  Chain(FetchRequest first) {
    this.first = first;
  }

  FetchRequest first() {
    return first;
  }

  /**
   * The chain that a request which follows from one of this chain belongs to.
   *
   * @param page the request it follows from
   */
  Chain of(FetchRequest page, FetchRequest next) {
    return Page.isSameChain(page, next) ? this : new Chain(next);
  }

  /**
   * Refuses a page that has come already under another number, or names one that has been named
   * already: the API goes round in a circle, or does not heed what page it is asked for. Safe for
   * use by many threads.
   */
  void requireNew(FetchRequest request, Page page, String sha256) throws BadRecordException {
    String id = request.requestId();
    Optional<String> mark = page.mark();
    if (mark.isPresent() && !id.equals(marks.computeIfAbsent(mark.get(), m -> id))) {
      throw new BadRecordException(
          Reason.MALFORMED,
          "Page " + request.page() + " names a next page that another one has named before");
    }
    // Where records are not counted, a last page may be empty, but not the same as one before it.
    String before =
        holdsRecords(request, page) ? bodies.putIfAbsent(sha256, id) : bodies.get(sha256);
    boolean counts = request.role() == FetchRequest.Role.COUNT;
    if (!counts && before != null && !before.equals(id)) {
      throw new BadRecordException(
          Reason.MALFORMED, "Page " + request.page() + " is the same as one before it");
    }
  }

  /** Takes note of a page that an earlier execution found to be new. */
  void note(FetchRequest request, Page page, String sha256) {
    page.mark().ifPresent(mark -> marks.putIfAbsent(mark, request.requestId()));
    if (holdsRecords(request, page)) {
      bodies.putIfAbsent(sha256, request.requestId());
    }
  }

  private static boolean holdsRecords(FetchRequest request, Page page) {
    if (request.role() == FetchRequest.Role.COUNT) {
      return false;
    }
    return page.records().isPresent() ? page.records().getAsLong() > 0 : !page.next().isEmpty();
  }

  /** A request of the chain is going to be sent, or found answered. */
  void begin() {
    open++;
  }

  /** A request of the chain has its answer. */
  void answered(FetchRequest request, Page page) {
    open--;
    if (page.total().isPresent()) {
      leastDeclared = Math.min(leastDeclared, page.total().getAsLong());
      mostDeclared = Math.max(mostDeclared, page.total().getAsLong());
    }
    if (page.records().isPresent()) {
      records += page.records().getAsLong();
    } else if (request.role() != FetchRequest.Role.COUNT) {
      countable = false;
    }
  }

  /** A request of the chain will have no answer, which is told elsewhere. */
  void gaveUp() {
    open--;
    countable = false;
  }

  /**
   * What is wrong with the chain, now that it is at its end; empty if nothing, or not there yet.
   */
  Optional<String> incomplete() {
    boolean told = open == 0 && countable && mostDeclared >= 0;
    return told && (records < leastDeclared || records > mostDeclared)
        ? Optional.of(
            "The API declared %d records for all pages, and %d came"
                .formatted(records < leastDeclared ? leastDeclared : mostDeclared, records))
        : Optional.empty();
  }
}
