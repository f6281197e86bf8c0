package dev.headrace.testdata.stub;

import java.util.List;

/**
 * Serves a list of JSON records page by page, in one of the ways that APIs do. The records stand in
 * an array {@code items}, beside what the style adds; {@link #linkHeader} has the bare array. A
 * parameter that is no number, or out of range, gets 400.
 */
public final class Paged implements Handler {

  private final PageStyle style;
  private final List<String> records;
  private final int defaultSize;
  private final int largestSize;
  private final PageFault fault;
  private final boolean last;

  private Paged(
      PageStyle style,
      List<String> records,
      int defaultSize,
      int largestSize,
      PageFault fault,
      boolean last) {
    this.style = style;
    this.records = List.copyOf(records);
    this.defaultSize = defaultSize;
    this.largestSize = largestSize;
    this.fault = fault;
    this.last = last;
  }

  /** All records at once, whatever the parameters. */
  public static Paged single(List<String> records) {
    return of(PageStyle.SINGLE, records, Math.max(1, records.size()));
  }

  /**
   * {@code page} (from 1) and {@code per_page}; {@code Link} headers name {@code first}, {@code
   * prev}, {@code next} and {@code last}. All other parameters are in the links as they came.
   */
  public static Paged linkHeader(List<String> records, int defaultSize) {
    return of(PageStyle.LINK_HEADER, records, defaultSize);
  }

  /** {@code offset} (from 0) and {@code limit}; the body has both and {@code total}. */
  public static Paged offset(List<String> records, int defaultSize) {
    return of(PageStyle.OFFSET, records, defaultSize);
  }

  /**
   * {@code page} (from 1) and {@code per_page}; the body has {@code page} and {@code total_pages}.
   */
  public static Paged numbered(List<String> records, int defaultSize) {
    return of(PageStyle.NUMBERED, records, defaultSize);
  }

  /** {@code cursor} and {@code limit}; {@code next_cursor} in the body is null on the last page. */
  public static Paged cursorInBody(List<String> records, int defaultSize) {
    return of(PageStyle.BODY_CURSOR, records, defaultSize);
  }

  /** {@code cursor} and {@code limit}; the last page lacks the header {@code X-Next-Cursor}. */
  public static Paged cursorInHeader(List<String> records, int defaultSize) {
    return of(PageStyle.HEADER_CURSOR, records, defaultSize);
  }

  /**
   * {@code next} in the body is the address of the next page, null on the last one. It has the
   * request's parameters and {@code offset}.
   */
  public static Paged nextLinkInBody(List<String> records, int defaultSize) {
    return of(PageStyle.BODY_LINK, records, defaultSize);
  }

  /** Serves no more than so many records a page, however many are asked for. */
  public Paged atMost(int size) {
    return new Paged(style, records, defaultSize, size, fault, last);
  }

  /**
   * Leaves out the link to the last page.
   *
   * @throws IllegalArgumentException if the style has no such link
   */
  public Paged withoutLast() {
    if (style != PageStyle.LINK_HEADER) {
      throw new IllegalArgumentException(style + " has no link to the last page");
    }
    return new Paged(style, records, defaultSize, largestSize, fault, false);
  }

  /**
   * Does something wrong.
   *
   * @throws IllegalArgumentException if pages of this style cannot go wrong like this
   */
  public Paged misbehaving(PageFault newFault) {
    boolean possible = style.namesNext() || newFault != PageFault.REPEATED_CURSOR;
    if (style == PageStyle.SINGLE || !possible) {
      throw new IllegalArgumentException(newFault + " is not possible with " + style);
    }
    return new Paged(style, records, defaultSize, largestSize, newFault, last);
  }

  @Override
  public Answer answer(Received request) {
    try {
      int asked = request.parameter(style.sizeParameter(), defaultSize);
      int size = Math.min(asked, largestSize);
      long start = style.start(request, size);
      if (size < 1 || start < 0) {
        return refused("out of range");
      }
      Page page = Page.of(records, start, size, fault);
      return style.show(last ? page : page.hidingTotal(), request);
    } catch (IllegalArgumentException e) {
      return refused("unknown cursor, or not a number");
    }
  }

  private static Answer refused(String message) {
    return Answer.json("{\"message\":\"" + message + "\"}").withStatus(400);
  }

  private static Paged of(PageStyle style, List<String> records, int defaultSize) {
    return new Paged(style, records, defaultSize, Integer.MAX_VALUE, PageFault.NONE, true);
  }
}
