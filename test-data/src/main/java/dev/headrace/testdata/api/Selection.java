package dev.headrace.testdata.api;

/**
 * Which events are asked for, and in which order.
 *
 * @param startMillis the earliest time, inclusive
 * @param endMillis the latest time, inclusive
 * @param minMagnitude the lowest magnitude, inclusive; negative infinity for all, those without a
 *     magnitude among them
 */
record Selection(long startMillis, long endMillis, double minMagnitude, Order order) {

  boolean contains(Entry entry) {
    return startMillis <= entry.time()
        && entry.time() <= endMillis
        && (minMagnitude == Double.NEGATIVE_INFINITY || entry.magnitude() >= minMagnitude);
  }
}
