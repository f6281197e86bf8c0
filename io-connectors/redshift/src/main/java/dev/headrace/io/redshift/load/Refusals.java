package dev.headrace.io.redshift.load;

import java.util.ArrayList;
import java.util.List;

/** The rows that COPY refused in one attempt, never more than may be. All are held in memory. */
final class Refusals {
  private final Load load;
  private final long most;
  private final List<RefusedRow> rows = new ArrayList<>();

  /**
   * @param most how many may be refused; of 0 the first one fails the load
   */
  Refusals(Load load, long most) {
    this.load = load;
    this.most = most;
  }

  boolean mayBe() {
    return most > 0;
  }

  /**
   * @throws IllegalStateException if these are too many
   */
  void add(List<RefusedRow> refused) {
    rows.addAll(refused);
    if (rows.size() > most) {
      RefusedRow one = rows.get(rows.size() - 1);
      throw new IllegalStateException(
          "Of %d rows for %s COPY refused %d or more, of which %d may be; nothing was applied. One of them: column \"%s\", error %d, %s"
              .formatted(
                  load.rows(),
                  load.destination(),
                  rows.size(),
                  most,
                  one.column(),
                  one.code(),
                  one.message()));
    }
  }

  List<RefusedRow> rows() {
    return List.copyOf(rows);
  }
}
