package dev.headrace.io.http.pages;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.Serializable;
import java.util.Set;

/**
 * Says which requests follow from an answer. Pure: it goes by the answer and its request alone, and
 * the same answer always has the same page.
 */
@FunctionalInterface
public interface Paginator extends Serializable {

  /**
   * What the answer tells of its chain.
   *
   * @throws BadRecordException if the body is not what an answer of this API looks like; the
   *     request is then sent again, as after a failure of the server
   */
  Page after(RawResponse response) throws BadRecordException;

  /** The response headers it goes by, names in lower case; they have to be kept with the body. */
  default Set<String> headers() {
    return Set.of();
  }

  /** Stops where the rule says so, or this one, whichever comes first. */
  default Paginator until(StopRule rule) {
    return StoppedPages.of(this, rule);
  }

  /** Every answer stands alone. */
  static Paginator singlePage() {
    return response -> Page.last();
  }

  /** Goes by what the answers look like: {@link DetectedPages}. */
  static Paginator detected() {
    return DetectedPages.create();
  }
}
