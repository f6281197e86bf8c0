package dev.headrace.testdata.glue;

import static dev.headrace.testdata.glue.Members.atMost;
import static dev.headrace.testdata.glue.Members.object;
import static dev.headrace.testdata.glue.Members.require;
import static dev.headrace.testdata.glue.Members.texts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What Glue does with a request: the operations of the data catalog over its state, as JSON. */
public final class GlueState {

  private static final Comparator<List<String>> BY_VALUES = Comparator.comparing(List::toString);

  private final Set<String> databases;
  private final int pageSize;
  private final Map<String, Map<String, Object>> tables = new HashMap<>();
  private final Map<String, SortedMap<List<String>, Map<String, Object>>> partitions =
      new HashMap<>();
  private final Map<List<String>, String> failing = new HashMap<>();
  private int unprocessed;

  /**
   * An empty catalog.
   *
   * @param pageSize the most partitions of one answer, whatever is asked for
   */
  GlueState(Set<String> databases, int pageSize) {
    this.databases = databases;
    this.pageSize = pageSize;
  }

  /** The next batch does not do this partition, for this error. */
  public void failPartition(String value, String code) {
    failing.put(List.of(value), code);
  }

  /** The next requests leave the last partition out that they are asked for. */
  public void leaveUnprocessed(int requests) {
    unprocessed = requests;
  }

  /** The tables and their partitions, as they are now. */
  Map<String, Object> contents() {
    Map<String, Object> contents = new TreeMap<>();
    tables.forEach((id, table) -> contents.put(id, Map.copyOf(table)));
    partitions.forEach(
        (id, all) -> all.forEach((values, p) -> contents.put(id + "/" + values.get(0), p)));
    return contents;
  }

  Map<String, Object> answer(String operation, Map<String, Object> request) {
    return switch (operation) {
      case "GetTable" -> Map.of("Table", table(request, "Name"));
      case "CreateTable" -> createTable(request);
      case "UpdateTable" -> updateTable(request);
      case "GetPartitions" -> page(request);
      case "BatchGetPartition" -> getPartitions(request);
      case "BatchCreatePartition" -> createPartitions(request);
      case "BatchUpdatePartition" -> updatePartitions(request);
      default -> throw new GlueFault(400, "UnknownOperationException", operation);
    };
  }

  private Map<String, Object> createTable(Map<String, Object> request) {
    require(request, Set.of("DatabaseName", "TableInput"));
    String database = String.valueOf(request.get("DatabaseName"));
    Map<String, Object> input = object(request.get("TableInput"));
    if (!databases.contains(database)) {
      throw GlueFault.notFound("Database " + database + " not found.");
    }
    String id = database + "." + input.get("Name");
    if (tables.containsKey(id)) {
      throw new GlueFault(400, "AlreadyExistsException", "Table already exists.");
    }
    tables.put(id, versionOf(database, input, 0));
    partitions.put(id, new TreeMap<>(BY_VALUES));
    return Map.of();
  }

  private Map<String, Object> updateTable(Map<String, Object> request) {
    require(request, Set.of("DatabaseName", "TableInput", "VersionId"));
    Map<String, Object> input = object(request.get("TableInput"));
    String database = String.valueOf(request.get("DatabaseName"));
    Map<String, Object> old = table(database + "." + input.get("Name"));
    if (!Objects.equals(old.get("VersionId"), request.get("VersionId"))) {
      throw new GlueFault(400, "ConcurrentModificationException", "Update table failed.");
    }
    int version = Integer.parseInt(String.valueOf(old.get("VersionId"))) + 1;
    tables.put(database + "." + input.get("Name"), versionOf(database, input, version));
    return Map.of();
  }

  private static Map<String, Object> versionOf(
      String database, Map<String, Object> input, int version) {
    Map<String, Object> table = new LinkedHashMap<>(input);
    table.put("DatabaseName", database);
    table.put("VersionId", String.valueOf(version));
    table.put("CreateTime", 1.7E9);
    table.put("CreatedBy", "arn:aws:iam::123456789012:user/me");
    return table;
  }

  private Map<String, Object> page(Map<String, Object> request) {
    List<Map<String, Object>> all = List.copyOf(partitionsOf(request).values());
    if (!(request.get("MaxResults") instanceof Integer max) || max < 1 || max > 1000) {
      throw new GlueFault(400, "InvalidInputException", "MaxResults must be between 1 and 1000");
    }
    int from = Integer.parseInt(String.valueOf(request.getOrDefault("NextToken", "0")));
    int to = Math.min(all.size(), from + Math.min(max, pageSize));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Partitions", all.subList(from, to));
    if (to < all.size()) {
      answer.put("NextToken", String.valueOf(to));
    }
    return answer;
  }

  private Map<String, Object> getPartitions(Map<String, Object> request) {
    List<Map<String, Object>> asked = atMost(1000, request.get("PartitionsToGet"));
    int done = unprocessed > 0 ? asked.size() - 1 : asked.size();
    unprocessed = Math.max(0, unprocessed - 1);
    List<Map<String, Object>> found =
        asked.subList(0, done).stream()
            .map(key -> partitionsOf(request).get(texts(key.get("Values"))))
            .filter(Objects::nonNull)
            .toList();
    return Map.of("Partitions", found, "UnprocessedKeys", asked.subList(done, asked.size()));
  }

  private Map<String, Object> createPartitions(Map<String, Object> request) {
    Map<List<String>, Map<String, Object>> all = partitionsOf(request);
    List<Map<String, Object>> errors = new ArrayList<>();
    for (Map<String, Object> input : atMost(100, request.get("PartitionInputList"))) {
      List<String> values = texts(input.get("Values"));
      String exists = all.containsKey(values) ? "AlreadyExistsException" : null;
      String code = failing.containsKey(values) ? failing.remove(values) : exists;
      if (code == null) {
        all.put(values, partitionOf(request, input));
      } else {
        errors.add(Map.of("PartitionValues", values, "ErrorDetail", detail(code)));
      }
    }
    return Map.of("Errors", errors);
  }

  private Map<String, Object> updatePartitions(Map<String, Object> request) {
    Map<List<String>, Map<String, Object>> all = partitionsOf(request);
    List<Map<String, Object>> errors = new ArrayList<>();
    for (Map<String, Object> entry : atMost(100, request.get("Entries"))) {
      List<String> values = texts(entry.get("PartitionValueList"));
      String missing = all.containsKey(values) ? null : "EntityNotFoundException";
      String code = failing.containsKey(values) ? failing.remove(values) : missing;
      if (code == null) {
        all.put(values, partitionOf(request, object(entry.get("PartitionInput"))));
      } else {
        errors.add(Map.of("PartitionValueList", values, "ErrorDetail", detail(code)));
      }
    }
    return Map.of("Errors", errors);
  }

  private static Map<String, Object> partitionOf(
      Map<String, Object> request, Map<String, Object> input) {
    Map<String, Object> partition = new LinkedHashMap<>(input);
    partition.put("DatabaseName", request.get("DatabaseName"));
    partition.put("TableName", request.get("TableName"));
    partition.put("CreationTime", 1.7E9);
    return partition;
  }

  private static Map<String, Object> detail(String code) {
    return Map.of("ErrorCode", code, "ErrorMessage", "It was not done.");
  }

  private SortedMap<List<String>, Map<String, Object>> partitionsOf(Map<String, Object> request) {
    table(request, "TableName");
    return Objects.requireNonNull(
        partitions.get(request.get("DatabaseName") + "." + request.get("TableName")));
  }

  private Map<String, Object> table(Map<String, Object> request, String name) {
    return table(request.get("DatabaseName") + "." + request.get(name));
  }

  private Map<String, Object> table(String id) {
    Map<String, Object> table = tables.get(id);
    if (table == null) {
      throw GlueFault.notFound("Entity Not Found: " + id);
    }
    return table;
  }
}
