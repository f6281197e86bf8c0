package dev.headrace.testdata.stub;

import java.util.List;

/**
 * A part of a list of records, as an API shows it.
 *
 * @param start the index of the first record
 * @param size how many records a page can have
 * @param total how many records there are said to be; {@link #ENDLESS} if they have no end
 * @param next the index that is named as the first of the next page; {@link #NONE} on the last one
 */
record Page(List<String> records, long start, int size, long total, long next) {

  static final long NONE = -1;
  static final long ENDLESS = Integer.MAX_VALUE;

  static Page of(List<String> all, long start, int size, PageFault fault) {
    long total =
        switch (fault) {
          case TOTAL_TOO_HIGH -> pages(all.size(), size) * size + 1L;
          case ENDLESS_EMPTY, ENDLESS_FULL -> ENDLESS;
          default -> all.size();
        };
    long next = start + size < total ? start + size : NONE;
    boolean stuck = fault == PageFault.REPEATED_CURSOR && start > 0 && next != NONE;
    return new Page(shown(all, start, size, fault), start, size, total, stuck ? start : next);
  }

  boolean hasNext() {
    return next != NONE;
  }

  Page hidingTotal() {
    return new Page(records, start, size, ENDLESS, next);
  }

  /** 1 for the first page. */
  long number() {
    return start / size + 1;
  }

  /** The number of pages there are said to be. */
  long pages() {
    return total == ENDLESS ? ENDLESS : pages(total, size);
  }

  String array() {
    return "[" + String.join(",", records) + "]";
  }

  private static List<String> shown(List<String> all, long start, int size, PageFault fault) {
    long from = start;
    if (fault == PageFault.REPEATED_PAGE && start == 2L * size) {
      from = size;
    } else if (fault == PageFault.ENDLESS_FULL && !all.isEmpty()) {
      from = start % (pages(all.size(), size) * size);
    }
    int first = (int) Math.min(from, all.size());
    return all.subList(first, (int) Math.min((long) first + size, all.size()));
  }

  private static long pages(long records, int size) {
    return (records + size - 1) / size;
  }
}
