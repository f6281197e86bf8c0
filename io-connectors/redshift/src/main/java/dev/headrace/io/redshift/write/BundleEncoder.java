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
  /** As each open file holds memory, rows of further places are not taken. */
  static final int MAX_OPEN = 20;

  private final Counter rowsEncoded = Metrics.counter(WriteRows.class, "rowsEncoded");
  private final Counter filesStaged = Metrics.counter(WriteRows.class, "filesStaged");
  private final Counter bytesStaged = Metrics.counter(WriteRows.class, "bytesStaged");

  private final Encoding<T> encoding;
  private final ObjectStore store;
  private final Output output;
  private final Map<Place, TableWriter> open = new LinkedHashMap<>();

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

  /** Whether the row was taken; else nothing was done, and there is room again after a finish. */
  boolean add(ValueInSingleWindow<T> element) throws IOException {
    RedshiftTable table = encoding.destination().apply(element);
    TableWriter writer = writer(table, element.getWindow());
    if (writer == null) {
      return false;
    }
    Row row = encoding.format().apply(element.getValue());
    try {
      writer.write(row);
    } catch (RejectedRowException e) {
      Metrics.counter(WriteRows.class, "rowsRejected." + e.reason()).inc();
      RejectedRow rejected =
          RejectedRow.of(
              table.name(), encoding.loadId(), e, Payload.of(row), element.getTimestamp());
      output.take(new Encoded(null, rejected), element.getWindow());
    }
    return true;
  }

  /** Looks for one only if the element before was of another place, as that compares columns. */
  @SuppressWarnings("ReferenceEquality") // what is equal but not the same is found by looking
  private @Nullable TableWriter writer(RedshiftTable table, BoundedWindow window) {
    Current now = current;
    if (now != null && now.place().table() == table && now.place().window() == window) {
      return now.writer();
    }
    Place place = new Place(table, window);
    TableWriter writer = writer(place);
    current = writer == null ? null : new Current(place, writer);
    return writer;
  }

  private @Nullable TableWriter writer(Place place) {
    TableWriter writer = open.get(place);
    if (writer == null && open.size() < MAX_OPEN) {
      writer = encoding.writer(place.table(), place.window(), store);
      open.put(place, writer);
    }
    return writer;
  }

  /** Ends all files. */
  void finish() throws IOException {
    current = null;
    Iterator<Map.Entry<Place, TableWriter>> entries = open.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Place, TableWriter> entry = entries.next();
      finish(entry.getValue(), entry.getKey().window());
      entries.remove();
    }
  }

  private void finish(TableWriter writer, BoundedWindow window) throws IOException {
    for (StagedFile file : writer.finish()) {
      if (file.object().records() > 0) {
        filesStaged.inc();
        bytesStaged.inc(file.object().bytes());
        rowsEncoded.inc(file.object().records());
      }
      output.take(new Encoded(file, null), window);
    }
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
