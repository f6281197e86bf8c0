package dev.headrace.io.redshift.read;

import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/** Reads a file, which has to hold as many rows as the manifest tells. */
final class ReadFileFn extends DoFn<UnloadedFile, Row> {
  private static final long serialVersionUID = 1L;

  private final ObjectStore.Factory stores;
  private final Schema schema;

  ReadFileFn(ObjectStore.Factory stores, Schema schema) {
    this.stores = stores;
    this.schema = schema;
  }

  @ProcessElement
  public void process(
      @Element UnloadedFile file, OutputReceiver<Row> output, PipelineOptions options)
      throws IOException {
    Path local = Files.createTempFile("headrace-unloaded-", ".parquet");
    try {
      try (ObjectStore store = stores.open(options);
          InputStream in = store.open(file.uri())) {
        Files.copy(in, local, StandardCopyOption.REPLACE_EXISTING);
      }
      long rows = read(local, output);
      if (rows != file.rows()) {
        throw new IOException(
            "%s holds %d rows, but its manifest tells %d".formatted(file.uri(), rows, file.rows()));
      }
    } finally {
      Files.deleteIfExists(local);
    }
  }

  private long read(Path local, OutputReceiver<Row> output) throws IOException {
    GroupRows rows = new GroupRows(schema);
    long count = 0;
    try (ParquetReader<Group> reader = new Builder(new LocalInputFile(local)).build()) {
      for (Group group; (group = reader.read()) != null; count++) {
        output.output(rows.of(group));
      }
    }
    return count;
  }

  static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file, new PlainParquetConfiguration());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
