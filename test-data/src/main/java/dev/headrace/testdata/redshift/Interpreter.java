package dev.headrace.testdata.redshift;

import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs what PostgreSQL cannot, on one session and in its transaction. */
final class Interpreter implements AutoCloseable {
  private final Backend backend;
  private final URI s3Endpoint;
  private final LoadLog log;
  private @Nullable StagedFiles files;

  Interpreter(Backend backend, URI s3Endpoint, LoadLog log) {
    this.backend = backend;
    this.s3Endpoint = s3Endpoint;
    this.log = log;
  }

  /** Returns what the server tells the client beside the tag, or an empty text. */
  String run(Interpreted statement) throws SQLException {
    if (statement instanceof CopyStatement copy) {
      long rows = new CopyInterpreter(backend, files(), log).run(copy);
      return "Load into table '%s' completed, %d record(s) loaded successfully."
          .formatted(copy.name(), rows);
    }
    if (statement instanceof UnloadStatement unload) {
      long rows = new UnloadInterpreter(backend, files()).run(unload);
      return "UNLOAD completed, %d record(s) unloaded successfully.".formatted(rows);
    }
    if (statement instanceof TruncateStatement truncate) {
      backend.query(truncate.postgresSql());
      backend.commit();
      return "";
    }
    if (statement instanceof AlterTypeStatement alter) {
      alter(alter);
      return "";
    }
    throw new IllegalStateException("No interpreter for " + statement.tag());
  }

  private void alter(AlterTypeStatement alter) throws SQLException {
    if (backend.inTransaction()) {
      throw CopyException.inTransaction(
          "ALTER TABLE ALTER COLUMN cannot run inside a transaction block");
    }
    TargetColumn column =
        TargetTable.find(backend, alter.table(), List.of(alter.column())).column(alter.column());
    if (!column.isA("varchar")) {
      throw CopyException.unsupported(
          "ALTER COLUMN TYPE is not supported for a column of type " + column.redshiftType());
    }
    if (column.maxBytes() == alter.bytes()) {
      throw CopyException.unsupported("target column size should be different");
    }
    backend.query(alter.postgresSql());
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
