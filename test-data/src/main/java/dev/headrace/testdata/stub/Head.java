package dev.headrace.testdata.stub;

/** What is right or wrong with the lines before the body of an answer. */
public enum Head {
  ORDERLY,

  /** A {@code 103 Early Hints} with a header of its own comes first. Not an error. */
  EARLY_HINTS,

  /** The {@code Content-Length} is 10 more than there are bytes; then the connection is closed. */
  LENGTH_TOO_LARGE,

  /** The {@code Content-Length} is half of the bytes; the connection stays open. */
  LENGTH_TOO_SMALL,

  /** Two {@code Content-Length} headers differ; the second is right. */
  TWO_LENGTHS,

  /** The {@code Content-Length} is not a number. */
  LENGTH_NOT_A_NUMBER,

  /** There is no HTTP in the first line. */
  GARBAGE_STATUS_LINE,

  /** A header line has no colon. */
  LINE_WITHOUT_COLON,

  /** One header has a value of 1 MiB. */
  HUGE_HEADER,

  /** There are 10,000 headers of about 100 bytes. */
  MANY_HEADERS
}
