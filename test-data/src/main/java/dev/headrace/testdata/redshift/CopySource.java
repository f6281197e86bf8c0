package dev.headrace.testdata.redshift;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.jspecify.annotations.Nullable;

/** Reads one file of a COPY into rows. */
final class CopySource {
  private final TargetTable table;
  private final CopyOptions options;
  private final Rejects rejects;

  CopySource(TargetTable table, CopyOptions options, Rejects rejects) {
    this.table = table;
    this.options = options;
    this.rejects = rejects;
  }

  void load(Path file, String url, CopyText out) throws IOException, SQLException {
    if (options.json()) {
      json(file, url, out);
    } else {
      parquet(file, url, out);
    }
  }

  /** What the files are, for messages. */
  String format() {
    return options.json() ? "JSON" : "Parquet";
  }

  private void parquet(Path file, String url, CopyText out) throws IOException, SQLException {
    RowEncoder encoder =
        RowEncoder.of(table, ParquetRows.schema(file), url, options.serializeToJson());
    try (ParquetReader<Group> rows = ParquetRows.open(file)) {
      for (@Nullable Group row = rows.read(); row != null; row = rows.read()) {
        encoder.encode(row, out);
        out.endRow();
      }
    }
  }

  private void json(Path file, String url, CopyText out) throws IOException, SQLException {
    JsonRows rows = new JsonRows(table, options);
    try (InputStream bytes = Files.newInputStream(file);
        InputStream plain = options.gzip() ? new GZIPInputStream(bytes) : bytes) {
      JsonObjects objects = new JsonObjects(plain);
      for (JsonObjects.Piece piece = objects.next(); piece != null; piece = objects.next()) {
        try {
          rows.encode(piece, url, out);
          out.endRow();
        } catch (CopyException e) {
          out.abandonRow();
          rejects.add(e);
        }
      }
    }
  }
}
