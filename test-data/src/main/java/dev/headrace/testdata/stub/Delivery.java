package dev.headrace.testdata.stub;

import java.time.Duration;

/**
 * How far an answer gets, and what happens to the connection then.
 *
 * @param bodyBytes how many bytes of the body are sent; {@link #NOTHING} if not even the head is
 * @param interval the time before each byte of the body; zero to send it at once
 */
record Delivery(End end, long bodyBytes, Duration interval) {

  static final long NOTHING = -1;
  static final long ALL = Long.MAX_VALUE;
  static final Delivery COMPLETE = new Delivery(End.KEEP, ALL, Duration.ZERO);

  enum End {
    KEEP,
    CLOSE,
    RESET,
    STALL
  }

  Delivery ending(End newEnd, long newBodyBytes) {
    return new Delivery(newEnd, newBodyBytes, interval);
  }

  Delivery every(Duration newInterval) {
    return new Delivery(end, bodyBytes, newInterval);
  }
}
