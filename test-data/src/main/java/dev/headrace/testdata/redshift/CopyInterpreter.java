package dev.headrace.testdata.redshift;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Runs Redshift's COPY on one connection, in that connection's transaction: all rows of all files
 * or none. Rows are streamed; at most one file is on the local disk.
 */
final class CopyInterpreter implements AutoCloseable {
  private final Connection connection;
  private final URI s3Endpoint;
  private final LoadLog log;
  private @Nullable StagedFiles files;

  CopyInterpreter(Connection connection, URI s3Endpoint, LoadLog log) {
    this.connection = connection;
    this.s3Endpoint = s3Endpoint;
    this.log = log;
  }

  /** Returns the rows loaded. */
  long run(CopyStatement copy) throws SQLException {
    long query = log.begin(connection.unwrap(PGConnection.class).getBackendPID(), copy);
    long tableId = 0;
    try {
      TargetTable table = TargetTable.find(connection, copy);
      tableId = table.oid();
      StagedFiles staged = files();
      List<Manifest.Entry> entries =
          staged.present(staged.manifest(copy.manifest()), copy.manifest());
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
    CopyIn stream =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn(table.copyFromStdin());
    try {
      CopyText out = new CopyText(stream);
      for (Manifest.Entry entry : entries) {
        load(table, entry.url(), serializeToJson, out);
      }
      out.flush();
      return stream.endCopy();
    } finally {
      if (stream.isActive()) {
        stream.cancelCopy();
      }
    }
  }

  private void load(TargetTable table, S3Url url, boolean serializeToJson, CopyText out)
      throws SQLException {
    try {
      Path file = files().download(url);
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

  private StagedFiles files() {
    if (files == null) {
      files = new StagedFiles(s3Endpoint);
    }
    return files;
  }

  @Override
  public void close() {
    if (files != null) {
      files.close();
    }
  }
}
