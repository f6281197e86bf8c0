package dev.headrace.io.redshift.write;

import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.transforms.run.StoredObject;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What one writer staged of the rows for a table.
 *
 * @param object the file; of no records if there is none
 * @param hash sum of the rows' hashes: the same for the same rows, in whatever order and files
 * @param rejected rows that were left out
 * @param firstRejection why the first of them was
 */
record StagedFile(
    RedshiftTable table,
    StoredObject object,
    long hash,
    long rejected,
    @Nullable String firstRejection)
    implements Serializable {

  /** Stands for a load's being due although there may be no row. */
  static StagedFile nothing(RedshiftTable table) {
    return new StagedFile(table, StoredObject.of("", 0, 0, ""), 0, 0, null);
  }

  /** The same with rows that were left out. */
  StagedFile rejecting(long rejected, @Nullable String firstRejection) {
    return new StagedFile(table, object, hash, rejected, firstRejection);
  }
}
