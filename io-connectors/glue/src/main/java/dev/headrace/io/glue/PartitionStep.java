package dev.headrace.io.glue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/** Brings partitions to what they should be, and writes only those which are not. */
final class PartitionStep {
  private static final Set<String> OWN =
      Set.of(GluePartition.FILES, GluePartition.RECORDS, GluePartition.BYTES);
  // What is held in memory at a time.
  private static final int BATCH = 1000;

  private final GlueCatalog catalog;
  private final TableId table;
  private final Tally tally;

  PartitionStep(GlueCatalog catalog, TableId table, Tally tally) {
    this.catalog = catalog;
    this.table = table;
    this.tally = tally;
  }

  /**
   * Gives every partition of the table its columns; all else of a partition stays.
   *
   * @param columns of the table
   * @return whether any had to be written
   */
  boolean follow(List<Column> columns) {
    Iterable<Partition> behind =
        Iterables.filter(
            catalog.listPartitions(table),
            partition -> !GlueColumn.areAlike(partition.storageDescriptor().columns(), columns));
    boolean written = false;
    for (List<Partition> batch : Iterables.partition(behind, BATCH)) {
      update(batch.stream().map(partition -> withColumns(partition, columns)).toList());
      written = true;
    }
    return written;
  }

  private static PartitionInput withColumns(Partition partition, List<Column> columns) {
    return copy(partition)
        .storageDescriptor(partition.storageDescriptor().toBuilder().columns(columns).build())
        .build();
  }

  /**
   * Creates or updates partitions.
   *
   * @return whether any had to be written
   */
  boolean publish(Map<String, GluePartition> partitions, List<Column> columns) {
    boolean written = false;
    for (List<String> batch : Iterables.partition(partitions.keySet(), BATCH)) {
      Map<String, Partition> found =
          catalog.getPartitions(table, batch).stream()
              .collect(Collectors.toMap(partition -> partition.values().get(0), p -> p));
      List<PartitionInput> missing = new ArrayList<>();
      List<PartitionInput> different = new ArrayList<>();
      for (String value : batch) {
        GluePartition wanted = partitions.get(value);
        if (wanted == null) {
          continue;
        }
        Partition old = found.get(value);
        if (old == null) {
          missing.add(define(wanted, columns));
        } else if (differs(old, wanted, columns)) {
          different.add(updated(old, wanted, columns));
        }
      }
      create(missing);
      update(different);
      written |= !missing.isEmpty() || !different.isEmpty();
    }
    return written;
  }

  private static PartitionInput define(GluePartition wanted, List<Column> columns) {
    StorageDescriptor none = StorageDescriptor.builder().build();
    return PartitionInput.builder()
        .values(wanted.value())
        .parameters(wanted.parameters())
        .storageDescriptor(ParquetTable.storage(none, columns, wanted.location()))
        .build();
  }

  private static boolean differs(Partition old, GluePartition wanted, List<Column> columns) {
    StorageDescriptor storage = old.storageDescriptor();
    return !GlueColumn.areAlike(storage.columns(), columns)
        || !ParquetTable.isParquet(storage)
        || !ParquetTable.isAt(storage, wanted.location())
        || !Maps.filterKeys(old.parameters(), OWN::contains).equals(wanted.parameters());
  }

  private static PartitionInput updated(Partition old, GluePartition wanted, List<Column> columns) {
    Map<String, String> parameters = new HashMap<>(old.parameters());
    parameters.keySet().removeAll(OWN);
    parameters.putAll(wanted.parameters());
    return copy(old)
        .parameters(parameters)
        .storageDescriptor(
            ParquetTable.storage(old.storageDescriptor(), columns, wanted.location()))
        .build();
  }

  private static PartitionInput.Builder copy(Partition partition) {
    return PartitionInput.builder()
        .values(partition.values())
        .lastAccessTime(partition.lastAccessTime())
        .lastAnalyzedTime(partition.lastAnalyzedTime())
        .parameters(partition.parameters())
        .storageDescriptor(partition.storageDescriptor());
  }

  private void create(List<PartitionInput> partitions) {
    write(partitions, inputs -> catalog.createPartitions(table, inputs), tally::created);
  }

  private void update(List<PartitionInput> partitions) {
    write(partitions, inputs -> catalog.updatePartitions(table, inputs), tally::updated);
  }

  private static void write(
      List<PartitionInput> partitions,
      Consumer<List<PartitionInput>> writer,
      Consumer<Collection<String>> counter) {
    if (partitions.isEmpty()) {
      return;
    }
    Set<String> values =
        partitions.stream().map(input -> input.values().get(0)).collect(Collectors.toSet());
    try {
      writer.accept(ImmutableList.copyOf(partitions));
    } catch (PartitionBatchException e) {
      counter.accept(Sets.difference(values, e.partitions()).immutableCopy());
      throw e;
    }
    counter.accept(values);
  }
}
