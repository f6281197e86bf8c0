package dev.headrace.io.redshift.write;

import dev.headrace.io.redshift.rows.RejectedRowException;
import dev.headrace.io.redshift.rows.StagedRow;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;

/** A file of rows on the worker's disk, on its way to being staged. */
interface StagingFile extends AutoCloseable {

  /**
   * Writes a row behind the others.
   *
   * @throws RejectedRowException if the file's format has no room for it
   */
  void write(StagedRow row) throws RejectedRowException, IOException;

  /** Whether it is about as large. */
  boolean isFull(long targetBytes);

  /** Ends the file and stages it. */
  StoredObject stage(ObjectStore store, String uri) throws IOException;

  /** Sum of the rows' hashes. */
  long hash();

  /** How its name ends. */
  String extension();

  @Override
  void close() throws IOException;
}
