package dev.headrace.io.http.pages;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.Serializable;
import java.util.List;

/** Says which requests follow from an answer. Pure, and the same answer always has the same. */
@FunctionalInterface
public interface Paginator extends Serializable {

  /**
   * The requests that follow.
   *
   * @throws BadRecordException if the body is not what an answer of this API looks like; the
   *     request is then sent again, as after a failure of the server
   */
  List<FetchRequest> after(RawResponse response) throws BadRecordException;

  /** Every answer stands alone. */
  static Paginator singlePage() {
    return response -> List.of();
  }
}
