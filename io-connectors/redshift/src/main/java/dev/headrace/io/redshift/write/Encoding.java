package dev.headrace.io.redshift.write;

import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.rows.RowPolicy;
import dev.headrace.io.redshift.types.StagingFormat;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.store.ObjectStore;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.ValueInSingleWindow;

/** What an encoder has to know. */
record Encoding<T>(
    SerializableFunction<T, Row> format,
    SerializableFunction<ValueInSingleWindow<T>, RedshiftTable> destination,
    ObjectStore.Factory stores,
    String staging,
    String loadId,
    WindowNames windows,
    RowPolicy policy,
    StagingFormat staged,
    long targetBytes)
    implements Serializable {

  TableWriter writer(RedshiftTable table, BoundedWindow window, ObjectStore store) {
    return new TableWriter(
        WriteSettings.staged(table, staged),
        store,
        folder(staging, loadId, table.name(), windows.name(window)),
        policy,
        staged,
        targetBytes);
  }

  /** The key of a shard of the row's table; rows of a window and a shard are encoded together. */
  String shard(ValueInSingleWindow<T> row, int shard) {
    return destination.apply(row).name() + "#" + shard;
  }

  /** Where the files of a table and a window lie; no other load's folder begins like it. */
  static String folder(String staging, String loadId, String table, String window) {
    String of = loadId + "\n" + table + "\n" + window;
    return staging + "/rows-" + Sha256.of(of) + "/";
  }
}
