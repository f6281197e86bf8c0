package dev.headrace.io.lake.parquet;

import dev.headrace.transforms.buckets.PackedRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.jspecify.annotations.Nullable;

/** A Parquet file on the worker's disk, on its way to becoming an object. */
final class ParquetFile implements AutoCloseable {
  /** After a page, a column gives its dictionary up if that takes more bytes than it saves. */
  private static final int ROWS_OF_A_PAGE = ParquetProperties.DEFAULT_PAGE_ROW_COUNT_LIMIT;

  private final Path folder;
  private final Path file;
  private final ParquetWriter<PackedRecord> writer;
  private long rows;
  private boolean finished;

  @SuppressWarnings("UnusedVariable") // what is read for nobody would not be read at all
  private int fetched;

  /**
   * Starts a file without rows.
   *
   * @param plain columns for which a dictionary is of no use
   */
  ParquetFile(
      Schema schema, @Nullable String partition, CompressionCodecName codec, Set<String> plain)
      throws IOException {
    folder = Files.createTempDirectory("headrace-parquet-");
    file = folder.resolve("rows.parquet");
    // Without Hadoop's default settings, which would be parsed from XML for every file.
    Builder builder =
        new Builder(new LocalOutputFile(file), new PackedWriteSupport(schema, partition))
            .withConf(new Configuration(false))
            .withCompressionCodec(codec);
    plain.forEach(column -> builder.withDictionaryEncoding(column, false));
    writer = builder.build();
  }

  /**
   * Has the processor fetch records that are to be written next. Sorted records lie all over the
   * memory, and to wait for one after the other takes longer than to write them; those that are
   * asked for together come together.
   */
  void fetch(List<PackedRecord> next) {
    int sum = 0;
    for (PackedRecord record : next) {
      sum += record.bytes()[record.dataOffset()];
    }
    fetched = sum;
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

  /**
   * The columns of a finished file for which a dictionary turned out to be of no use, after so many
   * rows that this is more than chance.
   */
  Set<String> withoutDictionary() {
    if (rows < ROWS_OF_A_PAGE) {
      return Set.of();
    }
    return writer.getFooter().getBlocks().get(0).getColumns().stream()
        .filter(column -> column.getStatistics().hasNonNullValue())
        .filter(column -> column.getEncodings().stream().noneMatch(Encoding::usesDictionary))
        .map(column -> column.getPath().toDotString())
        .collect(Collectors.toSet());
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
