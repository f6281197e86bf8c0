package dev.headrace.testdata.stub;

/** What an API can do wrong with its pages. */
public enum PageFault {
  NONE,

  /** It declares, or names, a page more than there is. That page is empty. */
  TOTAL_TOO_HIGH,

  /** From the second page on, the next page it names is the page itself. */
  REPEATED_CURSOR,

  /** The third page has the records of the second. */
  REPEATED_PAGE,

  /** There always is a next page; beyond the last record they are empty. */
  ENDLESS_EMPTY,

  /** There always is a next page; after the last record they begin anew. */
  ENDLESS_FULL
}
