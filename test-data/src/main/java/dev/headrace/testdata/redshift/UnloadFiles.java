package dev.headrace.testdata.redshift;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.jspecify.annotations.Nullable;

/**
 * The Parquet files of one UNLOAD, written by turns as slices would: {@code 0000_part_00.parquet},
 * {@code 0001_part_00.parquet} and so on, or {@code 000.parquet} where PARALLEL is off.
 */
final class UnloadFiles implements AutoCloseable {
  private final UnloadSchema schema;
  private final UnloadStatement unload;
  private final StagedFiles files;
  private final List<Slice> slices = new ArrayList<>();
  private final List<Unloaded> written = new ArrayList<>();
  private long rows;

  /** A file that is on S3. */
  record Unloaded(S3Url url, long bytes, long rows) {}

  UnloadFiles(UnloadSchema schema, UnloadStatement unload, int slices, StagedFiles files) {
    this.schema = schema;
    this.unload = unload;
    this.files = files;
    for (int i = 0; i < (unload.parallel() ? slices : 1); i++) {
      this.slices.add(new Slice(i));
    }
  }

  /** Adds a row in PostgreSQL's COPY text format. */
  void add(byte[] line) throws SQLException {
    Group row = schema.row(CopyText.values(new String(line, StandardCharsets.UTF_8)));
    try {
      slices.get((int) (rows % slices.size())).add(row);
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    }
    rows++;
  }

  /** Puts what is left onto S3 and returns all files by name. */
  List<Unloaded> finish() throws IOException, SQLException {
    for (Slice slice : slices) {
      slice.finishFile();
    }
    written.sort(Comparator.comparing(file -> file.url().key()));
    return written;
  }

  static CopyException failed(Exception e) {
    CopyException failed =
        CopyException.load(CopyException.S3, "The UNLOAD failed to write: " + e.getMessage());
    failed.initCause(e);
    return failed;
  }

  @Override
  public void close() throws IOException {
    for (Slice slice : slices) {
      slice.abandon();
    }
  }

  private final class Slice {
    private final int number;
    private int part;
    private long fileRows;
    private @Nullable Path file;
    private @Nullable ParquetWriter<Group> writer;

    Slice(int number) {
      this.number = number;
    }

    void add(Group row) throws IOException, SQLException {
      if (writer == null) {
        writer = open();
      }
      writer.write(row);
      fileRows++;
      if (writer.getDataSize() >= unload.maxFileBytes()) {
        finishFile();
      }
    }

    private ParquetWriter<Group> open() throws IOException {
      Path opened = Files.createTempFile("headrace-unload", ".parquet");
      Files.delete(opened);
      file = opened;
      return ExampleParquetWriter.builder(new LocalOutputFile(opened))
          .withConf(new PlainParquetConfiguration())
          .withType(schema.type())
          .withCompressionCodec(CompressionCodecName.SNAPPY)
          .build();
    }

    void finishFile() throws IOException, SQLException {
      if (writer == null || file == null) {
        return;
      }
      writer.close();
      writer = null;
      S3Url url = unload.prefix().child(name());
      long bytes = Files.size(file);
      files.put(url, file);
      written.add(new Unloaded(url, bytes, fileRows));
      abandon();
      part++;
      fileRows = 0;
    }

    private String name() {
      return unload.parallel()
          ? String.format(Locale.ROOT, "%04d_part_%02d.parquet", number, part)
          : String.format(Locale.ROOT, "%03d.parquet", part);
    }

    void abandon() throws IOException {
      if (writer != null) {
        writer.close();
        writer = null;
      }
      if (file != null) {
        Files.deleteIfExists(file);
        file = null;
      }
    }
  }
}
