package dev.headrace.testdata.redshift;

import dev.headrace.testdata.redshift.UnloadStatement.Existing;
import dev.headrace.testdata.redshift.UnloadStatement.ManifestKind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Redshift's UNLOAD on one session: one snapshot, streamed into Parquet files on the local
 * disk that go to S3 as they are full. The manifest is written last. A failed UNLOAD leaves the
 * files it wrote, as Redshift does; a query without rows writes none.
 */
final class UnloadInterpreter {
  // A Redshift of the smallest size has as many, and each writes files of its own.
  private static final int SLICES = 2;

  private final Backend backend;
  private final StagedFiles files;

  UnloadInterpreter(Backend backend, StagedFiles files) {
    this.backend = backend;
    this.files = files;
  }

  /** Returns the rows unloaded. */
  long run(UnloadStatement unload) throws SQLException {
    List<TargetColumn> columns = backend.describe(unload.query());
    UnloadSchema schema = UnloadSchema.of(columns);
    prepare(unload);
    try (UnloadFiles out = new UnloadFiles(schema, unload, SLICES, files)) {
      backend.copyOut("COPY (" + unload.query() + "\n) TO STDOUT", out::add);
      List<UnloadFiles.Unloaded> written = out.finish();
      if (unload.manifest() != ManifestKind.NONE) {
        files.put(
            unload.prefix().child("manifest"),
            UnloadManifest.json(written, columns, unload.manifest() == ManifestKind.VERBOSE));
      }
      return written.stream().mapToLong(UnloadFiles.Unloaded::rows).sum();
    } catch (IOException e) {
      throw UnloadFiles.failed(e);
    }
  }

  private void prepare(UnloadStatement unload) throws CopyException {
    List<S3Url> there = new ArrayList<>(files.list(unload.prefix()));
    if (there.isEmpty() || unload.existing() == Existing.OVERWRITE) {
      return;
    }
    if (unload.existing() == Existing.REFUSE) {
      throw CopyException.load(
          CopyException.S3,
          "Specified unload destination on S3 is not empty. Consider using a different bucket /"
              + " prefix, manually removing the target files in S3, or using the ALLOWOVERWRITE"
              + " option.");
    }
    for (S3Url url : there) {
      files.delete(url);
    }
  }
}
