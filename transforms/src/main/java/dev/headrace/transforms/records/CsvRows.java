package dev.headrace.transforms.records;

import java.io.IOException;
import java.io.InputStream;

/**
 * The rows of a stream of separated values as they are, without their ends. A line end within
 * quotes is part of a row. A byte order mark at the beginning is no part of a row.
 */
final class CsvRows implements AutoCloseable {
  /** Where in a value a byte stands; a quote that is closed can be opened again, being doubled. */
  private enum Place {
    START,
    PLAIN,
    QUOTED,
    CLOSED
  }

  private final ByteCutter bytes;
  private final int delimiter;
  private final int quote;
  private boolean begun;
  private Slice row = new Slice(new byte[0], 0, 0);
  private int values;
  private boolean cutShort;

  CsvRows(InputStream in, byte delimiter, byte quote) {
    this.bytes = new ByteCutter(in);
    this.delimiter = delimiter;
    this.quote = quote;
  }

  /** Goes on to the next row that is not empty; false at the end. */
  boolean next() throws IOException {
    if (!begun) {
      bytes.skipByteOrderMark();
      begun = true;
    }
    while (bytes.next() >= 0) {
      bytes.back();
      readRow();
      if (row.length() > 0) {
        return true;
      }
    }
    return false;
  }

  private void readRow() throws IOException {
    bytes.begin();
    values = 1;
    Place place = Place.START;
    int before = 0;
    int next = bytes.next();
    while (next >= 0 && (next != '\n' || place == Place.QUOTED)) {
      place = after(place, next);
      before = next;
      next = bytes.next();
    }
    cutShort = place == Place.QUOTED;
    boolean carriageReturn = before == '\r' && !cutShort;
    row = bytes.end((next < 0 ? 0 : 1) + (carriageReturn ? 1 : 0));
  }

  private Place after(Place place, int next) {
    if (place == Place.QUOTED) {
      return next == quote ? Place.CLOSED : Place.QUOTED;
    }
    if (next == delimiter) {
      values++;
      return Place.START;
    }
    return next == quote && place != Place.PLAIN ? Place.QUOTED : Place.PLAIN;
  }

  /** The row that {@link #next} went on to. */
  Slice row() {
    return row;
  }

  /** How many values it has, or seems to have, if it is not well-formed. */
  int values() {
    return values;
  }

  /** Whether the stream ends within its quotes. */
  boolean isCutShort() {
    return cutShort;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
