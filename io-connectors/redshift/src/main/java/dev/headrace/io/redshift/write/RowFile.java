package dev.headrace.io.redshift.write;

import dev.headrace.io.redshift.rows.RowColumn;
import dev.headrace.io.redshift.rows.StagedRow;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/** A Parquet file of rows on the worker's disk, on its way to being staged. */
final class RowFile implements StagingFile {
  private static final int ROWS_BETWEEN_LOOKS = 1_000;
  private static final int LOOKS_PER_FILE = 8;
  private static final long ROW_GROUP_BYTES = 32L << 20;

  /** Ten rows of 4 MB are about a row group; Parquet itself would look after the hundredth. */
  private static final int ROWS_BEFORE_PARQUET_LOOKS = 10;

  private final Path folder;
  private final Path file;
  private final ParquetWriter<StagedRow> writer;
  private long rows;
  private long bytesSinceLook;
  private long hash;
  private boolean finished;

  RowFile(List<RowColumn> columns) throws IOException {
    folder = Files.createTempDirectory("headrace-rows-");
    file = folder.resolve("rows.parquet");
    // Without Hadoop's default settings, which would be parsed from XML for every file.
    writer =
        new Builder(new LocalOutputFile(file), new StagedRowSupport(columns))
            .withConf(new Configuration(false))
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withMinRowCountForPageSizeCheck(ROWS_BEFORE_PARQUET_LOOKS)
            .build();
  }

  @Override
  public void write(StagedRow row) throws IOException {
    writer.write(row);
    rows++;
    bytesSinceLook += row.bytes();
    hash += row.hash();
  }

  /** To ask for the size takes a look at every column, so it is not asked for at every row. */
  @Override
  public boolean isFull(long targetBytes) {
    if (rows % ROWS_BETWEEN_LOOKS != 0 && bytesSinceLook < targetBytes / LOOKS_PER_FILE) {
      return false;
    }
    bytesSinceLook = 0;
    return writer.getDataSize() >= targetBytes;
  }

  @Override
  public StoredObject stage(ObjectStore store, String uri) throws IOException {
    finished = true;
    writer.close();
    store.put(uri, file);
    return StoredObject.of(uri, Files.size(file), rows, sha256());
  }

  @Override
  public long hash() {
    return hash;
  }

  @Override
  public String extension() {
    return ".parquet";
  }

  private String sha256() throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Sha256.hex(digest);
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
  private static final class Builder extends ParquetWriter.Builder<StagedRow, Builder> {
    private final StagedRowSupport support;

    Builder(OutputFile file, StagedRowSupport support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<StagedRow> getWriteSupport(Configuration conf) {
      return support;
    }
  }
}
