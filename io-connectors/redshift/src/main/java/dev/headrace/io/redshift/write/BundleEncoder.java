package dev.headrace.io.redshift.write;

import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.rows.Payload;
import dev.headrace.io.redshift.rows.RejectedRowException;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.ValueInSingleWindow;
import org.jspecify.annotations.Nullable;

/** Encodes elements into the files of their tables and windows, a few of which are open at once. */
final class BundleEncoder<T> implements AutoCloseable {
  /** As each open file holds memory, the one that waited longest is ended for another. */
  static final int MAX_OPEN = 20;

  private final Counter rowsEncoded = Metrics.counter(WriteRows.class, "rowsEncoded");
  private final Counter filesStaged = Metrics.counter(WriteRows.class, "filesStaged");
  private final Counter bytesStaged = Metrics.counter(WriteRows.class, "bytesStaged");

  private final Encoding<T> encoding;
  private final ObjectStore store;
  private final Output output;
  private final Map<Place, TableWriter> open = new LinkedHashMap<>(16, 0.75f, true);

  private @Nullable Current current;

  private record Place(RedshiftTable table, BoundedWindow window) {}

  private record Current(Place place, TableWriter writer) {}

  /** Takes what is encoded. */
  @FunctionalInterface
  interface Output {
    void take(Encoded encoded, BoundedWindow window);
  }

  BundleEncoder(Encoding<T> encoding, ObjectStore store, Output output) {
    this.encoding = encoding;
    this.store = store;
    this.output = output;
  }

  void add(ValueInSingleWindow<T> element) throws IOException {
    Row row = encoding.format().apply(element.getValue());
    RedshiftTable table = encoding.destination().apply(element);
    try {
      writer(table, element.getWindow()).write(row);
    } catch (RejectedRowException e) {
      Metrics.counter(WriteRows.class, "rowsRejected." + e.reason()).inc();
      RejectedRow rejected =
          RejectedRow.of(
              table.name(), encoding.loadId(), e, Payload.of(row), element.getTimestamp());
      output.take(new Encoded(null, rejected), element.getWindow());
    }
  }

  /** Looks for one only if the element before was of another place, as that compares columns. */
  @SuppressWarnings("ReferenceEquality") // what is equal but not the same is found by looking
  private TableWriter writer(RedshiftTable table, BoundedWindow window) throws IOException {
    Current now = current;
    if (now == null || now.place().table() != table || now.place().window() != window) {
      Place place = new Place(table, window);
      now = new Current(place, writer(place));
      current = now;
    }
    return now.writer();
  }

  private TableWriter writer(Place place) throws IOException {
    TableWriter writer = open.get(place);
    if (writer != null) {
      return writer;
    }
    if (open.size() == MAX_OPEN) {
      finishOldest();
    }
    writer = encoding.writer(place.table(), place.window(), store);
    open.put(place, writer);
    return writer;
  }

  void finish() throws IOException {
    while (!open.isEmpty()) {
      finishOldest();
    }
  }

  private void finishOldest() throws IOException {
    current = null;
    Iterator<Map.Entry<Place, TableWriter>> oldest = open.entrySet().iterator();
    Map.Entry<Place, TableWriter> entry = oldest.next();
    for (StagedFile file : entry.getValue().finish()) {
      if (file.object().records() > 0) {
        filesStaged.inc();
        bytesStaged.inc(file.object().bytes());
        rowsEncoded.inc(file.object().records());
      }
      output.take(new Encoded(file, null), entry.getKey().window());
    }
    oldest.remove();
  }

  /** Removes what a bundle that failed has left on the worker's disk. */
  @Override
  public void close() throws IOException {
    try (store) {
      for (TableWriter writer : open.values()) {
        writer.close();
      }
    }
  }
}
