package dev.headrace.testdata.redshift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.jspecify.annotations.Nullable;

/**
 * Runs Redshift's COPY on one session, in that session's transaction: all rows of all files or
 * none. Rows are streamed; at most one file is on the local disk.
 */
final class CopyInterpreter {
  private final Backend backend;
  private final StagedFiles files;
  private final LoadLog log;

  CopyInterpreter(Backend backend, StagedFiles files, LoadLog log) {
    this.backend = backend;
    this.files = files;
    this.log = log;
  }

  /** Returns the rows loaded. */
  long run(CopyStatement copy) throws SQLException {
    long query = log.begin(backend.processId(), copy);
    long tableId = 0;
    try {
      TargetTable table = TargetTable.find(backend, copy);
      tableId = table.oid();
      List<Manifest.Entry> entries =
          files.present(files.manifest(copy.manifest()), copy.manifest());
      long rows = load(table, entries, copy.serializeToJson());
      long bytes = entries.stream().mapToLong(Manifest.Entry::contentLength).sum();
      log.completed(query, rows, entries.size(), bytes);
      return rows;
    } catch (SQLException e) {
      log.aborted(query, tableId, e);
      throw e;
    }
  }

  private long load(TargetTable table, List<Manifest.Entry> entries, boolean serializeToJson)
      throws SQLException {
    Backend.CopyIn stream = backend.copyIn(table.copyFromStdin());
    try {
      CopyText out = new CopyText(stream);
      for (Manifest.Entry entry : entries) {
        load(table, entry.url(), serializeToJson, out);
      }
      out.flush();
      return stream.end();
    } finally {
      stream.cancelIfOpen();
    }
  }

  private void load(TargetTable table, S3Url url, boolean serializeToJson, CopyText out)
      throws SQLException {
    try {
      Path file = files.download(url);
      try {
        RowEncoder encoder =
            RowEncoder.of(table, ParquetRows.schema(file), url.toString(), serializeToJson);
        try (ParquetReader<Group> rows = ParquetRows.open(file)) {
          for (@Nullable Group row = rows.read(); row != null; row = rows.read()) {
            encoder.encode(row, out);
            out.endRow();
          }
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException | RuntimeException e) {
      CopyException error =
          CopyException.load(
              CopyException.SCAN,
              "File '" + url + "' cannot be read as Parquet: " + e.getMessage());
      error.initCause(e);
      throw error;
    }
  }
}
