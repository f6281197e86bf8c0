package dev.headrace.io.lake.parquet;

import dev.headrace.transforms.buckets.PackedRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.jspecify.annotations.Nullable;

/** A Parquet file on the worker's disk, on its way to becoming an object. */
final class ParquetFile implements AutoCloseable {
  private final Path folder;
  private final Path file;
  private final ParquetWriter<PackedRecord> writer;
  private long rows;
  private boolean finished;

  /**
   * Starts a file without rows.
   *
   * @param unique columns whose values are all different, for which a dictionary is of no use
   */
  ParquetFile(
      Schema schema, @Nullable String partition, CompressionCodecName codec, Set<String> unique)
      throws IOException {
    folder = Files.createTempDirectory("headrace-parquet-");
    file = folder.resolve("rows.parquet");
    // Without Hadoop's default settings, which would be parsed from XML for every file.
    Builder builder =
        new Builder(new LocalOutputFile(file), new PackedWriteSupport(schema, partition))
            .withConf(new Configuration(false))
            .withCompressionCodec(codec);
    unique.forEach(column -> builder.withDictionaryEncoding(column, false));
    writer = builder.build();
  }

  void write(PackedRecord record) throws IOException {
    writer.write(record);
    rows++;
  }

  long rows() {
    return rows;
  }

  /** About how large it is by now, in bytes. */
  long bytes() {
    return writer.getDataSize();
  }

  /** The whole file, after which it takes no more rows. */
  Path finish() throws IOException {
    writer.close();
    finished = true;
    return file;
  }

  @Override
  public void close() throws IOException {
    try {
      if (!finished) {
        writer.close();
      }
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  @SuppressWarnings("deprecation") // Parquet still asks for a method that takes Hadoop's settings
  private static final class Builder extends ParquetWriter.Builder<PackedRecord, Builder> {
    private final PackedWriteSupport support;

    Builder(OutputFile file, PackedWriteSupport support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<PackedRecord> getWriteSupport(Configuration conf) {
      return support;
    }
  }
}
