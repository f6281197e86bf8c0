package dev.headrace.testdata.redshift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

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
    Rejects rejects = new Rejects(copy.options().maxErrors());
    long tableId = 0;
    try {
      TargetTable table = TargetTable.find(backend, copy.table(), copy.columns());
      tableId = table.oid();
      List<Manifest.Entry> entries =
          files.present(files.manifest(copy.manifest(), !copy.options().json()), copy.manifest());
      long rows = load(table, entries, new CopySource(table, copy.options(), rejects));
      long bytes = entries.stream().mapToLong(Manifest.Entry::contentLength).sum();
      log.rejected(query, tableId, rejects.errors());
      log.completed(query, rows, entries.size(), bytes, rejects.errors().size());
      return rows;
    } catch (SQLException e) {
      log.rejected(query, tableId, rejects.errors().isEmpty() ? List.of(e) : rejects.errors());
      log.aborted(query, e);
      throw e;
    }
  }

  private long load(TargetTable table, List<Manifest.Entry> entries, CopySource source)
      throws SQLException {
    Backend.CopyIn stream = backend.copyIn(table.copyFromStdin());
    try {
      CopyText out = new CopyText(stream);
      for (Manifest.Entry entry : entries) {
        load(entry.url(), source, out);
      }
      out.flush();
      return stream.end();
    } finally {
      stream.cancelIfOpen();
    }
  }

  private void load(S3Url url, CopySource source, CopyText out) throws SQLException {
    try {
      Path file = files.download(url);
      try {
        source.load(file, url.toString(), out);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException | RuntimeException e) {
      CopyException error =
          CopyException.load(
              CopyException.SCAN,
              "File '" + url + "' cannot be read as " + source.format() + ": " + e.getMessage());
      error.initCause(e);
      throw error;
    }
  }
}
