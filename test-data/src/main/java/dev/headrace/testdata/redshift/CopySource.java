package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import java.util.List;

/** Turns the files of a COPY into what PostgreSQL takes, in their order. */
@FunctionalInterface
interface CopySource {
  /**
   * Writes the rows of all files.
   *
   * @throws CopyException over the first row or file that cannot be loaded
   */
  void load(List<Manifest.Entry> files, Backend.CopyIn out) throws SQLException;
}
