package dev.headrace.io.glue;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * The few things Headrace asks of a data catalog, in the words of AWS Glue. Any number of
 * partitions can be asked for and written by one call: an implementation splits what is too much
 * for one request.
 *
 * <p>A partition is named by its one value: Headrace's tables have one partition key. Safe for use
 * by many threads.
 */
public interface GlueCatalog extends AutoCloseable {

  /** A table, or nothing if it or its database is not there. */
  Optional<Table> findTable(TableId table);

  /**
   * Creates a table.
   *
   * @throws AlreadyExistsException if the database has one of that name
   * @throws EntityNotFoundException if there is no such database
   */
  void createTable(TableId table, TableInput definition);

  /**
   * Replaces a table's definition, unless somebody else has since it was read.
   *
   * @param expectedVersion the {@link Table#versionId()} that was read
   * @throws ConcurrentModificationException if the table has another version by now
   * @throws EntityNotFoundException if there is no such table
   */
  void updateTable(TableId table, TableInput definition, String expectedVersion);

  /**
   * All partitions of a table, read page by page as the result is walked through.
   *
   * @throws EntityNotFoundException if there is no such table, at the latest with the first one
   */
  Iterable<Partition> listPartitions(TableId table);

  /**
   * Those of the partitions that are there, in any order.
   *
   * @throws PartitionBatchException if some could not be looked up
   * @throws EntityNotFoundException if there is no such table
   */
  List<Partition> getPartitions(TableId table, Collection<String> values);

  /**
   * Creates partitions; one that exists already stays as it is.
   *
   * @throws PartitionBatchException if some could not be created, those that exist among them; all
   *     others are
   * @throws EntityNotFoundException if there is no such table
   */
  void createPartitions(TableId table, Collection<PartitionInput> partitions);

  /**
   * Replaces the definitions of partitions.
   *
   * @throws PartitionBatchException if some could not be updated, those that do not exist among
   *     them; all others are
   * @throws EntityNotFoundException if there is no such table
   */
  void updatePartitions(TableId table, Collection<PartitionInput> partitions);

  @Override
  void close();

  /** Opens a catalog on a worker. */
  @FunctionalInterface
  interface Factory extends Serializable {
    /** Opens a catalog; the caller closes it. */
    GlueCatalog open(PipelineOptions options);
  }
}
