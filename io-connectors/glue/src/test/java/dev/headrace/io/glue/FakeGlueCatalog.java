package dev.headrace.io.glue;

import static java.util.function.Predicate.not;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** A catalog in memory, whose calls are kept and can be broken into. */
final class FakeGlueCatalog implements GlueCatalog {
  private static final Set<String> READS = Set.of("findTable", "listPartitions", "getPartitions");

  private final Set<String> databases;
  private final Map<TableId, Table> tables = new LinkedHashMap<>();
  private final Map<TableId, Map<String, Partition>> partitions = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private IntConsumer beforeCall = number -> {};

  FakeGlueCatalog(String... databases) {
    this.databases = Set.of(databases);
  }

  /** Something to do before every call, by its number from 1; what it throws is the answer. */
  void beforeCall(IntConsumer action) {
    beforeCall = action;
  }

  /** The names of all calls. */
  List<String> calls() {
    return calls;
  }

  /** The names of the calls that write. */
  List<String> writes() {
    return calls.stream().filter(not(READS::contains)).toList();
  }

  private void called(String name) {
    calls.add(name);
    beforeCall.accept(calls.size());
  }

  @Override
  public Optional<Table> findTable(TableId table) {
    called("findTable");
    return Optional.ofNullable(tables.get(table));
  }

  @Override
  public void createTable(TableId table, TableInput definition) {
    called("createTable");
    if (!databases.contains(table.database())) {
      throw notFound(table);
    }
    if (tables.containsKey(table)) {
      throw AlreadyExistsException.builder().message("Table already exists.").build();
    }
    tables.put(table, versionOf(table, definition, 0));
    partitions.put(table, new TreeMap<>());
  }

  @Override
  public void updateTable(TableId table, TableInput definition, String expectedVersion) {
    called("updateTable");
    String version = existing(table).versionId();
    if (!version.equals(expectedVersion)) {
      throw ConcurrentModificationException.builder().message("Update table failed.").build();
    }
    tables.put(table, versionOf(table, definition, Integer.parseInt(version) + 1));
  }

  private static Table versionOf(TableId table, TableInput input, int version) {
    return Table.builder()
        .databaseName(table.database())
        .name(table.name())
        .description(input.description())
        .owner(input.owner())
        .retention(input.retention())
        .storageDescriptor(input.storageDescriptor())
        .partitionKeys(input.partitionKeys())
        .tableType(input.tableType())
        .parameters(input.parameters())
        .versionId(String.valueOf(version))
        .build();
  }

  @Override
  public Iterable<Partition> listPartitions(TableId table) {
    called("listPartitions");
    existing(table);
    return List.copyOf(of(table).values());
  }

  @Override
  public List<Partition> getPartitions(TableId table, Collection<String> values) {
    called("getPartitions");
    existing(table);
    return values.stream().map(of(table)::get).filter(Objects::nonNull).toList();
  }

  @Override
  public void createPartitions(TableId table, Collection<PartitionInput> inputs) {
    called("createPartitions");
    existing(table);
    Map<String, String> codes = new LinkedHashMap<>();
    for (PartitionInput input : inputs) {
      if (of(table).putIfAbsent(input.values().get(0), partitionOf(table, input)) != null) {
        codes.put(input.values().get(0), "AlreadyExistsException");
      }
    }
    requireNone("BatchCreatePartition", table, codes);
  }

  @Override
  public void updatePartitions(TableId table, Collection<PartitionInput> inputs) {
    called("updatePartitions");
    existing(table);
    Map<String, String> codes = new LinkedHashMap<>();
    for (PartitionInput input : inputs) {
      if (of(table).replace(input.values().get(0), partitionOf(table, input)) == null) {
        codes.put(input.values().get(0), "EntityNotFoundException");
      }
    }
    requireNone("BatchUpdatePartition", table, codes);
  }

  private static Partition partitionOf(TableId table, PartitionInput input) {
    return Partition.builder()
        .databaseName(table.database())
        .tableName(table.name())
        .values(input.values())
        .storageDescriptor(input.storageDescriptor())
        .parameters(input.parameters())
        .lastAccessTime(input.lastAccessTime())
        .build();
  }

  private static void requireNone(String operation, TableId table, Map<String, String> codes) {
    if (!codes.isEmpty()) {
      throw new PartitionBatchException(operation, table, codes);
    }
  }

  /** Takes a table away, as somebody else would. */
  void drop(TableId table) {
    tables.remove(table);
    partitions.remove(table);
  }

  /** Takes a partition away, as somebody else would. */
  void drop(TableId table, String partition) {
    of(table).remove(partition);
  }

  private Table existing(TableId table) {
    return Optional.ofNullable(tables.get(table)).orElseThrow(() -> notFound(table));
  }

  private Map<String, Partition> of(TableId table) {
    return partitions.getOrDefault(table, Map.of());
  }

  private static EntityNotFoundException notFound(TableId table) {
    return EntityNotFoundException.builder().message(table + " not found.").build();
  }

  @Override
  public void close() {}
}
