package dev.headrace.io.redshift.load;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headrace.io.redshift.types.StagingFormat;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/** A staged file on the worker's disk, whose rows are read as JSON, one a line. */
final class JsonRows implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Staging staging;
  private final Path folder;
  private final Path file;
  private final StagingFormat format;

  /** Takes a row and its line, counted from 1. */
  interface Line {
    void take(long number, String json) throws IOException;
  }

  private JsonRows(Staging staging, Path folder, StagingFormat format) {
    this.staging = staging;
    this.folder = folder;
    this.file = folder.resolve("staged");
    this.format = format;
  }

  static JsonRows of(Staging staging, StoredObject file, StagingFormat format) throws IOException {
    JsonRows rows = new JsonRows(staging, Files.createTempDirectory("headrace-isolate-"), format);
    try (InputStream in = staging.open(file)) {
      Files.copy(in, rows.file, StandardCopyOption.REPLACE_EXISTING);
      return rows;
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  /** Stages the rows, with an empty line for each that is left out, so that all keep their line. */
  StoredObject stageWithout(Set<Long> leftOut) throws IOException {
    Path gzip = folder.resolve("rows.json.gz");
    long[] rows = {0};
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(gzip)), StandardCharsets.UTF_8))) {
      forEach(
          (number, json) -> {
            if (!leftOut.contains(number)) {
              out.write(json);
              rows[0]++;
            }
            out.write('\n');
          });
    }
    String uri = staging.put(gzip, "rows.json.gz");
    return StoredObject.of(uri, Files.size(gzip), rows[0], Sha256.of(uri));
  }

  void forEach(Line line) throws IOException {
    if (format == StagingFormat.JSON) {
      forEachLine(line);
    } else {
      forEachOfParquet(line);
    }
  }

  private void forEachLine(Line line) throws IOException {
    try (BufferedReader rows =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      long number = 0;
      for (String row = rows.readLine(); row != null; row = rows.readLine()) {
        line.take(++number, row);
      }
    }
  }

  private void forEachOfParquet(Line line) throws IOException {
    try (ParquetReader<Group> rows = new Builder(new LocalInputFile(file)).build()) {
      long number = 0;
      for (Group row = rows.read(); row != null; row = rows.read()) {
        line.take(++number, json(row));
      }
    }
  }

  private static String json(Group row) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      JsonValues.write(row, out);
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(folder.resolve("rows.json.gz"));
    Files.delete(folder);
  }

  private static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file, new PlainParquetConfiguration());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
