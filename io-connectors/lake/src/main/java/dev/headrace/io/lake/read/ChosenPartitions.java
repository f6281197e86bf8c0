package dev.headrace.io.lake.read;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.run.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.beam.sdk.transforms.SerializableFunction;

/** Which files of a dataset are in the partitions whose value is accepted. */
record ChosenPartitions(String dataset, SerializableFunction<String, Boolean> accepted) {

  /**
   * Those of the files.
   *
   * @throws IllegalArgumentException if one is in no partition, or some are parted by another field
   *     than the rest: its rows would be left out by a value that is not of its field
   */
  List<StoredObject> of(List<StoredObject> files) {
    List<StoredObject> chosen = new ArrayList<>();
    TreeSet<String> fields = new TreeSet<>();
    for (StoredObject file : files) {
      PartitionPath partition = PartitionPath.of(file.uri());
      checkArgument(
          partition != null,
          "partitions must be left out for %s, which has none: %s",
          dataset,
          file.uri());
      fields.add(partition.field());
      if (accepted.apply(partition.value())) {
        chosen.add(file);
      }
    }
    checkArgument(
        fields.size() <= 1,
        "partitions must be left out for %s, since a value does not tell of which field it is: files"
            + " are parted by %s; read all rows, or runs of one field, and choose among the records",
        dataset,
        String.join(" and by ", fields));
    return chosen;
  }
}
