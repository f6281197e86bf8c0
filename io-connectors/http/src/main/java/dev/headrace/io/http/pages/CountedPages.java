package dev.headrace.io.http.pages;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.RawResponse;

/** A paginator that may count the records, and takes only so many pages. */
abstract class CountedPages<P extends CountedPages<P>> extends ScannedPages {
  private static final long serialVersionUID = 1L;

  CountedPages() {}

  abstract Counts counts();

  abstract Chain chain();

  /** The same with these. */
  abstract P with(Counts counts, Chain chain);

  /** Takes more pages than these for an error; 1 or more, default is 10,000. */
  public P withMaxPages(int maxPages) {
    return with(counts(), new Chain(maxPages));
  }

  @Override
  Page alone(RawResponse response, Found found) throws BadRecordException {
    return counts().of(response, found);
  }
}
