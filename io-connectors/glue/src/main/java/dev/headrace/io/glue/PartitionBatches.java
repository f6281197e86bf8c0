package dev.headrace.io.glue;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionResponse;
import software.amazon.awssdk.services.glue.model.BatchGetPartitionResponse;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionResponse;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;

/** Requests for many partitions of a table at once, none of them larger than Glue takes. */
final class PartitionBatches {
  // https://docs.aws.amazon.com/glue/latest/webapi/API_BatchGetPartition.html
  private static final int MAX_PARTITIONS_TO_GET = 1000;
  // https://docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html
  private static final int MAX_PARTITIONS_TO_CREATE = 100;
  // https://docs.aws.amazon.com/glue/latest/webapi/API_BatchUpdatePartition.html
  private static final int MAX_PARTITIONS_TO_UPDATE = 100;

  private final GlueClient client;
  private final TableId table;

  PartitionBatches(GlueClient client, TableId table) {
    this.client = client;
    this.table = table;
  }

  List<Partition> get(Collection<String> values) {
    List<Partition> found = new ArrayList<>();
    for (List<String> some : Iterables.partition(values, MAX_PARTITIONS_TO_GET)) {
      List<PartitionValueList> asked =
          some.stream().map(value -> PartitionValueList.builder().values(value).build()).toList();
      while (!asked.isEmpty()) {
        asked = getSome(asked, found);
      }
    }
    return found;
  }

  /** What Glue did not get to, of a request from which it got to anything at all. */
  private List<PartitionValueList> getSome(List<PartitionValueList> asked, List<Partition> found) {
    BatchGetPartitionResponse answer =
        client.batchGetPartition(
            r -> r.databaseName(table.database()).tableName(table.name()).partitionsToGet(asked));
    found.addAll(answer.partitions());
    List<PartitionValueList> left = answer.unprocessedKeys();
    if (left.size() >= asked.size()) {
      Map<String, String> codes = new LinkedHashMap<>();
      left.forEach(key -> codes.put(key.values().get(0), PartitionBatchException.UNPROCESSED));
      throw new PartitionBatchException("BatchGetPartition", table, codes);
    }
    return left;
  }

  void create(Collection<PartitionInput> partitions) {
    Map<String, String> codes = new LinkedHashMap<>();
    for (List<PartitionInput> some : Iterables.partition(partitions, MAX_PARTITIONS_TO_CREATE)) {
      BatchCreatePartitionResponse answer =
          client.batchCreatePartition(
              r ->
                  r.databaseName(table.database())
                      .tableName(table.name())
                      .partitionInputList(some));
      answer
          .errors()
          .forEach(e -> codes.put(only(e.partitionValues()), e.errorDetail().errorCode()));
    }
    requireNone("BatchCreatePartition", codes);
  }

  void update(Collection<PartitionInput> partitions) {
    Map<String, String> codes = new LinkedHashMap<>();
    for (List<PartitionInput> some : Iterables.partition(partitions, MAX_PARTITIONS_TO_UPDATE)) {
      BatchUpdatePartitionResponse answer =
          client.batchUpdatePartition(
              r ->
                  r.databaseName(table.database())
                      .tableName(table.name())
                      .entries(some.stream().map(PartitionBatches::entry).toList()));
      answer
          .errors()
          .forEach(e -> codes.put(only(e.partitionValueList()), e.errorDetail().errorCode()));
    }
    requireNone("BatchUpdatePartition", codes);
  }

  private static BatchUpdatePartitionRequestEntry entry(PartitionInput partition) {
    return BatchUpdatePartitionRequestEntry.builder()
        .partitionValueList(partition.values())
        .partitionInput(partition)
        .build();
  }

  private static String only(List<String> values) {
    checkState(values.size() == 1, "A partition must have one value, but has %s", values);
    return values.get(0);
  }

  private void requireNone(String operation, Map<String, String> codes) {
    if (!codes.isEmpty()) {
      throw new PartitionBatchException(operation, table, codes);
    }
  }
}
