package dev.headrace.io.redshift.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows that COPY refused in one attempt, never more than may be. All are held in memory, so
 * that there is also an end to how many one load can have.
 */
final class Refusals {
  static final int MAX_ROWS = 100_000;
  static final long MAX_BYTES = 256 << 20;

  private final Load load;
  private final long most;
  private final int maxRows;
  private final long maxBytes;
  private final List<RefusedRow> rows = new ArrayList<>();
  private long bytes;

  /**
   * @param most how many may be refused; of 0 the first one fails the load
   */
  Refusals(Load load, long most) {
    this(load, most, MAX_ROWS, MAX_BYTES);
  }

  Refusals(Load load, long most, int maxRows, long maxBytes) {
    this.load = load;
    this.most = most;
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
  }

  boolean mayBe() {
    return most > 0;
  }

  /**
   * @throws IllegalStateException if it is one too many
   */
  void add(RefusedRow refused) {
    rows.add(refused);
    bytes += refused.payload().getBytes(UTF_8).length;
    if (rows.size() > most) {
      throw tooMany("of which %d may be".formatted(most), refused);
    }
    if (rows.size() > maxRows || bytes > maxBytes) {
      throw tooMany(
          "which are %d bytes, but one load gives out %d rows and %d bytes at most"
              .formatted(bytes, maxRows, maxBytes),
          refused);
    }
  }

  private IllegalStateException tooMany(String limit, RefusedRow one) {
    return new IllegalStateException(
        "Of %d rows of the load \"%s\" for %s COPY refused %d or more, %s; nothing was applied. One of them: column \"%s\", error %d, %s"
            .formatted(
                load.rows(),
                load.loadId(),
                load.destination(),
                rows.size(),
                limit,
                one.column(),
                one.code(),
                one.message()));
  }

  List<RefusedRow> rows() {
    return List.copyOf(rows);
  }
}
