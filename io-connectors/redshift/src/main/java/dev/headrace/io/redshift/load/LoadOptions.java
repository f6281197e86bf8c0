package dev.headrace.io.redshift.load;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/** What a load does with its table, beside the rows. */
@AutoValue
public abstract class LoadOptions implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What becomes of the rows that are there. */
  public enum Disposition {
    /** They stay; rows of the same keys are replaced if the table has keys. */
    APPEND,
    /** They go, in the transaction that brings the new ones: readers see the old or the new. */
    TRUNCATE,
    /** There must be none, else the load fails. */
    EMPTY,
    /** Those go whose partition is in the load. */
    REPLACE_PARTITIONS
  }

  /** What becomes of rows of one load that have the same keys. */
  public enum DuplicateKeys {
    /** The load fails. */
    FAIL,
    /** The one with the highest sequence is kept; of equal ones always the same. */
    KEEP_LATEST
  }

  /** Whether tables are made: that of the rows, and the ledger of loads. */
  public enum CreateDisposition {
    /** If they are missing. */
    IF_NEEDED,
    /** Never: the load fails if one is missing. */
    NEVER
  }

  /** How the table may follow the schema of the rows. */
  public enum SchemaUpdate {
    /** Columns that it lacks are added, if they can be null. */
    ADD_COLUMNS,
    /** VARCHAR columns that are too short are widened. */
    WIDEN_VARCHARS
  }

  /** What a load does whose id was applied with other data. */
  public enum Mismatch {
    /** It fails. */
    FAIL,
    /** It is taken for applied. */
    SKIP
  }

  /** When the manifests of COPY are removed. */
  public enum Cleanup {
    /** When the load is applied. */
    ON_SUCCESS,
    /** Whatever came of the load. */
    ALWAYS,
    /** Never: a lifecycle rule of the bucket is to do it. */
    NEVER
  }

  /** Appends or upserts, creates what is missing, and leaves columns as they are. */
  public static final LoadOptions DEFAULTS =
      new AutoValue_LoadOptions.Builder()
          .setDisposition(Disposition.APPEND)
          .setPartition(List.of())
          .setReplaced(List.of())
          .setDuplicateKeys(DuplicateKeys.FAIL)
          .setCreate(CreateDisposition.IF_NEEDED)
          .setSchemaUpdates(Set.of())
          .setMismatch(Mismatch.FAIL)
          .setCleanup(Cleanup.ON_SUCCESS)
          .setPreActions(List.of())
          .setPostActions(List.of())
          .build();

  /** What becomes of the rows that are there. */
  public abstract Disposition disposition();

  abstract ImmutableList<String> partition();

  abstract ImmutableList<String> replaced();

  abstract DuplicateKeys duplicateKeys();

  abstract CreateDisposition create();

  abstract ImmutableSet<SchemaUpdate> schemaUpdates();

  abstract Mismatch mismatch();

  abstract Cleanup cleanup();

  abstract ImmutableList<String> preActions();

  abstract ImmutableList<String> postActions();

  /** Whether statements are run that the ledger cannot take the rows away from. */
  boolean hasActions() {
    return !preActions().isEmpty() || !postActions().isEmpty();
  }

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setDisposition(Disposition disposition);

    abstract Builder setPartition(List<String> columns);

    abstract Builder setReplaced(List<String> values);

    abstract Builder setDuplicateKeys(DuplicateKeys policy);

    abstract Builder setCreate(CreateDisposition create);

    abstract Builder setSchemaUpdates(Set<SchemaUpdate> updates);

    abstract Builder setMismatch(Mismatch mismatch);

    abstract Builder setCleanup(Cleanup cleanup);

    abstract Builder setPreActions(List<String> statements);

    abstract Builder setPostActions(List<String> statements);

    abstract LoadOptions build();
  }

  /** What becomes of the rows that are there; default is {@link Disposition#APPEND}. */
  public LoadOptions withDisposition(Disposition disposition) {
    checkArgument(
        disposition != Disposition.REPLACE_PARTITIONS,
        "Partitions are replaced by withPartitionReplace(columns)");
    return toBuilder()
        .setDisposition(disposition)
        .setPartition(List.of())
        .setReplaced(List.of())
        .build();
  }

  /** Replaces the partitions that are in the load: rows that agree in these columns. */
  public LoadOptions withPartitionReplace(String... columns) {
    checkArgument(columns.length > 0, "withPartitionReplace(columns) needs a column");
    return toBuilder()
        .setDisposition(Disposition.REPLACE_PARTITIONS)
        .setPartition(List.of(columns))
        .setReplaced(List.of())
        .build();
  }

  /**
   * Replaces the partitions that are in the load and those that are named here, which become empty
   * if the load has nothing for them.
   *
   * @param values as text, which Redshift reads as the column's type
   */
  public LoadOptions withPartitionReplace(String column, List<String> values) {
    checkArgument(!values.isEmpty(), "withPartitionReplace(column, values) needs a value");
    return withPartitionReplace(column).toBuilder().setReplaced(values).build();
  }

  /** Rows of one load with the same keys; default is {@link DuplicateKeys#FAIL}. */
  public LoadOptions withDuplicateKeys(DuplicateKeys policy) {
    return toBuilder().setDuplicateKeys(policy).build();
  }

  /** Whether missing tables are made; default is {@link CreateDisposition#IF_NEEDED}. */
  public LoadOptions withCreate(CreateDisposition create) {
    return toBuilder().setCreate(create).build();
  }

  /** How the table follows the schema; default is not at all. */
  public LoadOptions withSchemaUpdates(SchemaUpdate... updates) {
    return toBuilder().setSchemaUpdates(Sets.immutableEnumSet(List.of(updates))).build();
  }

  /** What an id that was applied with other data means; default is {@link Mismatch#FAIL}. */
  public LoadOptions withMismatch(Mismatch mismatch) {
    return toBuilder().setMismatch(mismatch).build();
  }

  /** When manifests are removed; default is {@link Cleanup#ON_SUCCESS}. */
  public LoadOptions withCleanup(Cleanup cleanup) {
    return toBuilder().setCleanup(cleanup).build();
  }

  /**
   * Statements that are run in the transaction that applies the load, before its rows come or go;
   * default is none. They are committed or undone with it, once for a load id, and not run where
   * the load has been applied already. Where rows are written, each table, window and pane is a
   * load. They run after the lock of the ledger, which other loads wait for, and count among the 40
   * statements that the Data API takes. They stand in logs and in Redshift's views of queries, so
   * that no secret belongs into them.
   *
   * <p>What a statement does outside of tables, such as the files of {@code UNLOAD}, is not undone.
   * Statements that Redshift does not run in a transaction, such as {@code VACUUM}, fail the load.
   *
   * @param statements one each, without semicolons
   * @throws IllegalArgumentException for statements that end a transaction or can do so: {@code
   *     BEGIN}, {@code START}, {@code COMMIT}, {@code END}, {@code ROLLBACK}, {@code ABORT}, {@code
   *     TRUNCATE}, and {@code CALL}, as a procedure may commit
   */
  public LoadOptions withPreActions(String... statements) {
    return toBuilder().setPreActions(Actions.checked(statements)).build();
  }

  /** The same after the rows have come; see {@link #withPreActions}. */
  public LoadOptions withPostActions(String... statements) {
    return toBuilder().setPostActions(Actions.checked(statements)).build();
  }
}
