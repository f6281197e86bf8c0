package dev.headrace.io.http.pages;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.RawResponse;

/** A paginator that goes by what one scan of the body finds. */
abstract class ScannedPages implements Paginator {
  private static final long serialVersionUID = 1L;

  ScannedPages() {}

  /** Finds all it goes by. */
  abstract JsonScan scan();

  /** Whether it goes by the body of this answer at all. */
  boolean reads(RawResponse response) {
    return true;
  }

  /**
   * What the answer tells of its records, as if nothing followed.
   *
   * @throws BadRecordException if it is not what an answer of this API looks like
   */
  abstract Page alone(RawResponse response, Found found) throws BadRecordException;

  /**
   * What the answer tells, given what a scan found that finds at least all of {@link #scan}.
   *
   * @throws BadRecordException if it is not what an answer of this API looks like
   */
  abstract Page after(RawResponse response, Found found) throws BadRecordException;

  @Override
  public final Page after(RawResponse response) throws BadRecordException {
    return after(response, reads(response) ? scan().over(response) : scan().overNothing());
  }
}
