package dev.headrace.io.redshift.write;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.rows.RejectedRowException;
import dev.headrace.io.redshift.rows.RowColumn;
import dev.headrace.io.redshift.rows.RowPolicy;
import dev.headrace.io.redshift.rows.RowValidator;
import dev.headrace.io.redshift.rows.StagedRow;
import dev.headrace.io.redshift.types.RedshiftType;
import dev.headrace.io.redshift.types.StagingFormat;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Stages the rows of a bundle for one table and one window, in files under random names: a bundle
 * that is run again leaves files that no load lists, and a table without a row has none.
 */
final class TableWriter implements AutoCloseable {
  private final RedshiftTable table;
  private final ObjectStore store;
  private final String folder;
  private final StagingFormat format;
  private final long targetBytes;
  private final List<RowColumn> columns;
  private final RowValidator validator;
  private final List<StagedFile> staged = new ArrayList<>();
  private @Nullable StagingFile file;
  private long rejected;
  private @Nullable String firstRejection;

  TableWriter(
      RedshiftTable table,
      ObjectStore store,
      String folder,
      RowPolicy policy,
      StagingFormat format,
      long targetBytes) {
    this.table = table;
    this.store = store;
    this.folder = folder;
    this.format = format;
    this.targetBytes = targetBytes;
    this.columns = columns(table, format);
    this.validator = new RowValidator(columns, policy);
  }

  /**
   * The columns that rows are staged for.
   *
   * @throws IllegalArgumentException if one is staged as another type than rows are
   */
  static List<RowColumn> columns(RedshiftTable table, StagingFormat format) {
    return table.columns().stream().map(column -> column(column, format)).toList();
  }

  private static RowColumn column(RedshiftTable.Column column, StagingFormat format) {
    RedshiftType type = RedshiftType.parse(column.type());
    checkArgument(
        type.stageType(format).equals(column.stageType())
            && type.cast(format).equals(column.cast()),
        "Rows for the column %s of %s are staged as %s, but it is declared to be staged as %s; make"
            + " it by Column.converted(name, type, nullable)",
        column.name(),
        column.type(),
        type.stageType(format),
        column.stageType());
    return new RowColumn(column.name(), type, column.nullable(), format);
  }

  void write(Row row) throws RejectedRowException, IOException {
    try {
      StagedRow values = validator.stage(row);
      StagingFile open = file == null ? newFile() : file;
      file = open;
      open.write(values);
      if (open.isFull(targetBytes)) {
        stage(open);
      }
    } catch (RejectedRowException e) {
      rejected++;
      firstRejection = firstRejection == null ? e.detail() : firstRejection;
      throw e;
    }
  }

  private StagingFile newFile() throws IOException {
    return format == StagingFormat.JSON ? new JsonFile(columns) : new RowFile(columns);
  }

  private void stage(StagingFile full) throws IOException {
    try (full) {
      StoredObject object = full.stage(store, folder + UUID.randomUUID() + full.extension());
      staged.add(new StagedFile(table, object, full.hash(), 0, null));
    } finally {
      file = null;
    }
  }

  /**
   * Ends the last file; all that was staged. How many rows were rejected stands with the last file,
   * as what stood alone could come to another load than the rows that were not.
   */
  List<StagedFile> finish() throws IOException {
    if (file != null) {
      stage(file);
    }
    if (rejected > 0) {
      StagedFile last =
          staged.isEmpty() ? StagedFile.nothing(table) : staged.remove(staged.size() - 1);
      staged.add(last.rejecting(rejected, firstRejection));
    }
    return staged;
  }

  /** Removes what is left on the worker's disk. */
  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
