package dev.headrace.testdata.redshift;

import java.net.URI;
import java.sql.SQLException;
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
    throw new IllegalStateException("No interpreter for " + statement.tag());
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
