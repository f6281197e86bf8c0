package dev.headrace.io.lake.parquet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.Uploads;
import dev.headrace.transforms.buckets.Bucket;
import dev.headrace.transforms.buckets.PackedRecord;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** How the files of a dataset are made and named. */
@AutoValue
public abstract class DatasetFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What a file has about, if nothing else is said, in bytes: 256 MiB. */
  public static final long DEFAULT_TARGET_BYTES = 256L << 20;

  private static final int ROWS_BETWEEN_LOOKS = 1000;
  private static final int ROWS_FETCHED = 64;

  abstract String prefix();

  abstract String runId();

  abstract Schema schema();

  abstract @Nullable String partition();

  abstract Set<String> unique();

  abstract Compression compression();

  abstract long targetBytes();

  /** How pages are compressed. */
  public enum Compression {
    /** Fast. */
    SNAPPY,
    /** Smaller, at more time. */
    ZSTD
  }

  /**
   * The files of a dataset without partitions.
   *
   * @param schema of the records
   */
  public static DatasetFiles of(RunPaths paths, String dataset, Schema schema) {
    return new AutoValue_DatasetFiles(
        paths.dataset(dataset),
        paths.runId(),
        schema,
        null,
        Set.of(),
        Compression.SNAPPY,
        DEFAULT_TARGET_BYTES);
  }

  /** Parts the files by the field that the buckets' records are parted by. */
  public DatasetFiles withPartition(String field) {
    return new AutoValue_DatasetFiles(
        prefix(), runId(), schema(), field, unique(), compression(), targetBytes());
  }

  /** Saves itself a dictionary of a column whose values are all different, such as a key. */
  public DatasetFiles withUnique(String field) {
    return new AutoValue_DatasetFiles(
        prefix(), runId(), schema(), partition(), Set.of(field), compression(), targetBytes());
  }

  /** Compresses pages so; default is Snappy. */
  public DatasetFiles withCompression(Compression compression) {
    return new AutoValue_DatasetFiles(
        prefix(), runId(), schema(), partition(), unique(), compression, targetBytes());
  }

  /**
   * Ends a file at about so many bytes, and goes on in another; 1 or more, default is 256 MiB, in
   * the middle of what Redshift's COPY is fastest with
   * (https://docs.aws.amazon.com/redshift/latest/dg/c_best-practices-use-multiple-files.html).
   */
  public DatasetFiles withTargetBytes(long targetBytes) {
    checkArgument(targetBytes >= 1, "targetBytes must be at least 1, but was %s", targetBytes);
    return new AutoValue_DatasetFiles(
        prefix(), runId(), schema(), partition(), unique(), compression(), targetBytes);
  }

  /** Writes a bucket's records, of which those of one partition stand together. */
  List<StoredObject> write(ObjectStore store, Bucket bucket) throws IOException {
    List<StoredObject> written = new ArrayList<>();
    List<PackedRecord> records = bucket.records();
    // What a column's dictionary was of no use for in one file, it is not tried for in the next.
    Set<String> plain = new HashSet<>(unique());
    int ofPartition = 0;
    for (int next = 0; next < records.size(); ) {
      PackedRecord first = records.get(next);
      try (ParquetFile file = open(plain)) {
        do {
          if (file.rows() % ROWS_FETCHED == 0) {
            file.fetch(records.subList(next, Math.min(next + ROWS_FETCHED, records.size())));
          }
          file.write(records.get(next++));
        } while (next < records.size()
            && records.get(next).isInPartitionOf(first)
            && !isFull(file));
        String uri = uri(first.partition(), bucket.number(), ofPartition);
        written.add(put(store, uri, file));
        plain.addAll(file.withoutDictionary());
      }
      boolean goesOn = next < records.size() && records.get(next).isInPartitionOf(first);
      ofPartition = goesOn ? ofPartition + 1 : 0;
    }
    return written;
  }

  /** To ask for the size takes a look at every column, so it is not asked for at every row. */
  private boolean isFull(ParquetFile file) {
    return file.rows() % ROWS_BETWEEN_LOOKS == 0 && file.bytes() >= targetBytes();
  }

  private ParquetFile open(Set<String> plain) throws IOException {
    return new ParquetFile(
        schema(), partition(), CompressionCodecName.valueOf(compression().name()), plain);
  }

  private static StoredObject put(ObjectStore store, String uri, ParquetFile file)
      throws IOException {
    var path = file.finish();
    store.put(uri, path);
    return Uploads.describe(uri, path, file.rows());
  }

  /** What stands behind the last dash of a name is no part of the run's id, whatever that is. */
  private String uri(String value, int bucket, int number) {
    String folder = partition() == null ? "" : partition() + "=" + value + "/";
    String name = number == 0 ? "" + bucket : bucket + "." + number;
    return prefix() + folder + runId() + "-" + name + ".parquet";
  }
}
