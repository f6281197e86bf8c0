package dev.headrace.testdata.redshift;

import java.util.ArrayList;
import java.util.List;

/** The rows a COPY leaves out, until there are too many of them. */
final class Rejects {
  private final int limit;
  private final List<CopyException> errors = new ArrayList<>();

  /**
   * @param maxErrors how many fail the load; 0 is as good as 1
   */
  Rejects(int maxErrors) {
    this.limit = Math.max(1, maxErrors);
  }

  /**
   * @throws CopyException the error itself, if it is one too many
   */
  void add(CopyException error) throws CopyException {
    errors.add(error);
    if (errors.size() >= limit) {
      throw error;
    }
  }

  List<CopyException> errors() {
    return errors;
  }
}
