package dev.headrace.io.redshift.load;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.LoadOptions.DuplicateKeys;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.sql.Identifiers;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * What is the same for all loads of a table.
 *
 * @param table the table and its columns
 * @param options what becomes of rows and columns
 * @param ledger the table that records the loads, as {@code table} or {@code schema.table}
 * @param format what the files are
 */
public record LoadPlan(RedshiftTable table, LoadOptions options, String ledger, CopyFormat format)
    implements Serializable {
  static final String STAGE = "\"headrace_stage\"";
  static final String ISOLATED = "\"headrace_isolated\"";
  static final String READY = "\"headrace_ready\"";
  static final String PARTITIONS = "\"headrace_partitions\"";

  /**
   * Checks that they go together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public LoadPlan {
    for (String name : List.of(table.name(), ledger)) {
      checkArgument(
          !Set.of(STAGE, ISOLATED, READY, PARTITIONS).contains(Identifiers.table(name)),
          "%s is a temporary table of a load, which would hide a table of that name",
          Identifiers.table(name));
    }
    checkArgument(
        table.sequence() == null || !table.keys().isEmpty(),
        "withSequence(sequence) of the table %s needs withKeys(keys)",
        table.name());
    checkArgument(
        table.keys().isEmpty() || options.disposition() == Disposition.APPEND,
        "The table %s has keys, by which rows are replaced, so its disposition must be APPEND, but"
            + " is %s",
        table.name(),
        options.disposition());
    checkArgument(
        options.duplicateKeys() == DuplicateKeys.FAIL || table.sequence() != null,
        "KEEP_LATEST of the table %s needs withSequence(sequence), which tells what is latest",
        table.name());
    for (String column : options.partition()) {
      table.requireColumn("A partition", column);
    }
  }

  /** What is the same for all loads of a table's Parquet files. */
  public LoadPlan(RedshiftTable table, LoadOptions options, String ledger) {
    this(table, options, ledger, CopyFormat.PARQUET);
  }

  String target() {
    return Identifiers.table(table.name());
  }

  String ledgerTable() {
    return Identifiers.table(ledger);
  }

  List<String> columns() {
    return table.columns().stream().map(Column::name).toList();
  }

  boolean keepsLatest() {
    return options.duplicateKeys() == DuplicateKeys.KEEP_LATEST;
  }

  /** Whether what was copied is made into other rows before it is applied. */
  boolean hasReady() {
    return keepsLatest() || table.columns().stream().anyMatch(Column::isConverted);
  }

  /** The temporary table that rows are applied from. */
  String source() {
    return hasReady() ? READY : STAGE;
  }

  boolean replacesPartitions() {
    return options.disposition() == Disposition.REPLACE_PARTITIONS;
  }
}
