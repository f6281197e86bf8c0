package dev.headrace.benchmarks.reprocess;

/**
 * What makes a line valid, for everyone: it is one whole JSON object; {@code flight_key}, {@code
 * origin}, {@code destination} and {@code month} are texts; {@code date} and {@code updated_at} are
 * texts with a time in UTC such as {@code 2001-01-01T00:01:00Z}; {@code delay} and {@code distance}
 * are whole numbers within these limits, and not texts; none is missing or null.
 */
final class Rules {
  /** Minutes; a day and a half early. */
  static final int MIN_DELAY = -2_160;

  /** Minutes; a day and a half late. */
  static final int MAX_DELAY = 2_160;

  /** Miles. */
  static final int MIN_DISTANCE = 1;

  /** Miles; no flight goes further round the earth. */
  static final int MAX_DISTANCE = 12_500;

  private Rules() {}
}
