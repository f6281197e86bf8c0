package dev.headrace.io.lake.read;

import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/** A Parquet file of a dataset, fetched to the worker's disk and found to be what was listed. */
final class DataFile implements AutoCloseable {
  private static final String AVRO_SCHEMA = "parquet.avro.schema";

  private final StoredObject listed;
  private final Path file;

  /** Takes each row, and its number in the file, from 0. */
  @FunctionalInterface
  interface Rows {
    void take(long number, GenericRecord record);
  }

  /**
   * Fetches the file.
   *
   * @throws IOException if it is not what is listed
   */
  DataFile(ObjectStore store, StoredObject listed) throws IOException {
    this.listed = listed;
    this.file = Files.createTempFile("headrace-read-", ".parquet");
    try {
      fetch(store);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void fetch(ObjectStore store) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(store.open(listed.uri()), digest)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    require("bytes", listed.bytes(), Files.size(file));
    require("sha256", listed.sha256(), Sha256.hex(digest));
  }

  private void require(String what, Object expected, Object found) throws IOException {
    if (!expected.equals(found)) {
      throw new IOException(
          "%s is not what its manifest lists: %s is %s, and not %s"
              .formatted(listed.uri(), what, found, expected));
    }
  }

  /** Reads all rows in a schema, one row group in memory at a time. */
  void read(String dataset, Schema whole, Schema target, Rows rows) throws IOException {
    PartitionPath partition = PartitionPath.of(listed.uri());
    FileColumns columns =
        new FileColumns(
            new FileColumns.Source(dataset, listed.uri(), schema(), partition), whole, target);
    long count = 0;
    try (ParquetReader<GenericRecord> reader = open(columns.readSupport())) {
      for (GenericRecord row; (row = reader.read()) != null; ) {
        rows.take(count++, columns.toRecord(row));
      }
    }
    require("rows", listed.records(), count);
  }

  /** The schema that the rows were written with, of which the file's end tells. */
  private Schema schema() throws IOException {
    // Hadoop's default settings would be parsed from XML for every file.
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      require("rows", listed.records(), reader.getRecordCount());
      String schema = reader.getFooter().getFileMetaData().getKeyValueMetaData().get(AVRO_SCHEMA);
      if (schema == null) {
        throw new IOException(listed.uri() + " does not tell the schema it was written with");
      }
      return new Schema.Parser().parse(schema);
    }
  }

  private ParquetReader<GenericRecord> open(ReadSupport<GenericRecord> columns) throws IOException {
    return new Builder(new LocalInputFile(file), columns).build();
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }

  private static final class Builder extends ParquetReader.Builder<GenericRecord> {
    private final ReadSupport<GenericRecord> columns;

    Builder(InputFile file, ReadSupport<GenericRecord> columns) {
      super(file, new PlainParquetConfiguration());
      this.columns = columns;
    }

    @Override
    protected ReadSupport<GenericRecord> getReadSupport() {
      return columns;
    }
  }
}
