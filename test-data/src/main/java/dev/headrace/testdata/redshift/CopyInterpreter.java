package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import java.util.List;

/**
 * Runs Redshift's COPY on one session, in that session's transaction: all rows of all files or
 * none. Rows are streamed; at most a few files are on the local disk.
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
      backend.query(RedshiftFunctions.copied(0));
      tableId = table.oid();
      List<Manifest.Entry> entries =
          files.present(files.manifest(copy.manifest(), !copy.options().json()), copy.manifest());
      String postgres = copy.options().json() ? table.copyText() : table.copyBinary();
      long rows = load(postgres, entries, source(table, copy.options(), rejects));
      long bytes = entries.stream().mapToLong(Manifest.Entry::contentLength).sum();
      log.rejected(query, tableId, rejects.errors());
      log.completed(query, rows, entries.size(), bytes, rejects.errors().size());
      backend.query(RedshiftFunctions.copied(rows));
      return rows;
    } catch (SQLException e) {
      log.rejected(query, tableId, rejects.errors().isEmpty() ? List.of(e) : rejects.errors());
      log.aborted(query, e);
      throw e;
    }
  }

  private CopySource source(TargetTable table, CopyOptions options, Rejects rejects) {
    return options.json()
        ? new JsonSource(files, table, options, rejects)
        : new ParquetSource(files, table, options.serializeToJson());
  }

  private long load(String copy, List<Manifest.Entry> entries, CopySource source)
      throws SQLException {
    Backend.CopyIn stream = backend.copyIn(copy);
    try {
      source.load(entries, stream);
      return stream.end();
    } finally {
      stream.cancelIfOpen();
    }
  }
}
