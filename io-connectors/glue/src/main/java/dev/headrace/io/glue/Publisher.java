package dev.headrace.io.glue;

import static com.google.common.base.Preconditions.checkArgument;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Brings a table of the catalog and some of its partitions to what a dataset is now.
 *
 * <p>It reads what is there and writes what differs, so that a second publish of the same writes
 * nothing, and one that was killed is completed by the next. The order is: the table, then its
 * earlier partitions if columns have changed, then the published partitions, then the run id.
 *
 * <p>Columns of a table that is there change by these rules, and by no other:
 *
 * <ul>
 *   <li>a new column goes to the end, and has to be a union with null;
 *   <li>int becomes bigint, float becomes double, and a decimal gets more digits at the same scale;
 *   <li>a comment becomes the field's {@code doc}, if it has one;
 *   <li>the order of the schema's fields does not matter, nor their upper and lower case;
 *   <li>what would remove, rename or narrow a column, or change an array, map or struct, is
 *       refused.
 * </ul>
 *
 * <p>Publishers may work at the same time. A table is only updated at the version that was read;
 * when it has changed, everything is read and done again, up to {@value #MAX_ATTEMPTS} times.
 * Partitions have no version in Glue: of two publishers that describe the same partition
 * differently, the later one wins, and their columns become those of the table. Only a publisher
 * that is killed at the moment another overtakes it can leave a partition with the columns of
 * before, until it is published again or the columns change next. Parameters that do not start with
 * {@code headrace.} are kept, as is whatever else is not named here.
 */
public final class Publisher {
  static final int MAX_ATTEMPTS = 8;

  private final GlueCatalog catalog;
  private final GlueTable table;
  private final @Nullable String runId;
  private final RetryPolicy<Publication> redo;

  /**
   * A publisher of one table.
   *
   * @param catalog stays open
   * @param runId that the table's parameter {@code headrace.runId} tells afterwards; null leaves it
   */
  public Publisher(GlueCatalog catalog, GlueTable table, @Nullable String runId) {
    this(catalog, table, runId, Duration.ofMillis(100));
  }

  Publisher(GlueCatalog catalog, GlueTable table, @Nullable String runId, Duration firstDelay) {
    this.catalog = catalog;
    this.table = table;
    this.runId = runId;
    // Only what others did meanwhile; trouble on the way to the catalog is the client's to retry.
    this.redo =
        RetryPolicy.<Publication>builder()
            .handle(
                ConcurrentModificationException.class,
                AlreadyExistsException.class,
                EntityNotFoundException.class)
            .handleIf(e -> e instanceof PartitionBatchException batch && batch.mayPass())
            .withMaxAttempts(MAX_ATTEMPTS)
            .withBackoff(firstDelay, firstDelay.multipliedBy(100))
            .withJitter(0.5)
            .build();
  }

  /**
   * Publishes the table with these partitions; without any, the table alone. Other partitions of
   * the table stay.
   *
   * @throws IllegalArgumentException if a partition's value is not of the table's type, or stands
   *     for two locations
   * @throws IllegalStateException if the database is not there
   * @throws IncompatibleTableException if the table that is there cannot take the schema, or is not
   *     of the dataset; nothing was changed
   * @throws PartitionBatchException if the catalog refuses partitions; the others are done
   * @throws software.amazon.awssdk.core.exception.SdkException if the catalog cannot be reached or
   *     refuses the request
   */
  public Publication publish(Iterable<GluePartition> partitions) {
    SortedMap<String, GluePartition> byValue = byValue(partitions);
    Tally tally = new Tally();
    return Failsafe.with(redo).get(() -> attempt(byValue, tally));
  }

  /**
   * Asks for the table, by one request, whether it could be published; nothing is changed. A table
   * that is not there yet could be.
   *
   * @throws IncompatibleTableException as {@link #publish} would
   * @throws software.amazon.awssdk.core.exception.SdkException if the catalog cannot be reached or
   *     refuses the request
   */
  public void requireCompatible() {
    new TableStep(catalog, table).requireCompatible();
  }

  private SortedMap<String, GluePartition> byValue(Iterable<GluePartition> partitions) {
    SortedMap<String, GluePartition> byValue = new TreeMap<>();
    for (GluePartition partition : partitions) {
      table.requireValue(partition.value());
      GluePartition other = byValue.put(partition.value(), partition);
      checkArgument(
          other == null || other.equals(partition),
          "The partition %s of %s must be described once, but is %s and %s",
          partition.value(),
          table.id(),
          other,
          partition);
    }
    return byValue;
  }

  private Publication attempt(SortedMap<String, GluePartition> partitions, Tally tally) {
    TableStep tables = new TableStep(catalog, table);
    PartitionStep step = new PartitionStep(catalog, table.id(), tally);
    Table current = tables.ready(tally);
    if (TableStep.hasPartitionsBehind(current)) {
      current = whileItEvolves(tables, current, step::follow);
      current = tables.withoutPartitionsBehind(current);
    }
    current = whileItEvolves(tables, current, columns -> step.publish(partitions, columns));
    current = tables.publishedBy(runId, current);
    return tally.of(table.id(), current.versionId(), partitions.keySet());
  }

  /**
   * Writes partitions, and once more if the table evolved meanwhile: who did it may have brought
   * them to the new columns before they were written here, or not have seen them yet.
   *
   * @param writer of partitions with these columns, which tells whether there was anything to write
   */
  private static Table whileItEvolves(
      TableStep tables, Table table, Predicate<List<Column>> writer) {
    Table before = table;
    while (writer.test(columnsOf(before))) {
      Table after = tables.read();
      if (GlueColumn.areAlike(columnsOf(before), columnsOf(after))) {
        return after;
      }
      before = after;
    }
    return before;
  }

  private static List<Column> columnsOf(Table table) {
    return table.storageDescriptor().columns();
  }
}
