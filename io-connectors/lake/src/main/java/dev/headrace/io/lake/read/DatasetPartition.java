package dev.headrace.io.lake.read;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.run.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A partition of a dataset. One whose partition was changed has some of the field of before, too.
 *
 * @param field that its files are parted by
 * @param value a date in ISO 8601, or a text without the encoding it has in the path
 * @param location where its files lie, with a slash at the end
 * @param files that hold its rows
 */
public record DatasetPartition(
    String field, String value, String location, List<StoredObject> files) {

  /**
   * The partitions that files lie in, by location.
   *
   * @throws IllegalArgumentException if a file is in none
   */
  static List<DatasetPartition> of(List<StoredObject> files) {
    Map<String, List<StoredObject>> byLocation = new TreeMap<>();
    for (StoredObject file : files) {
      String location = file.uri().substring(0, file.uri().lastIndexOf('/') + 1);
      byLocation.computeIfAbsent(location, folder -> new ArrayList<>()).add(file);
    }
    return byLocation.entrySet().stream()
        .map(entry -> of(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }

  private static DatasetPartition of(String location, List<StoredObject> files) {
    PartitionPath path = PartitionPath.of(location);
    checkArgument(path != null, "%s is the folder of no partition, but has files", location);
    return new DatasetPartition(path.field(), path.value(), location, files);
  }

  /** Rows of all its files. */
  public long rows() {
    return files.stream().mapToLong(StoredObject::records).sum();
  }

  /** Bytes of all its files. */
  public long bytes() {
    return files.stream().mapToLong(StoredObject::bytes).sum();
  }
}
