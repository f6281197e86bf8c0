package dev.headrace.io.lake.compact;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.run.StoredObject;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which files of a dataset are worth a compaction: the small ones of partitions with many. */
@AutoValue
public abstract class SmallFiles {
  private static final int DEFAULT_FILES = 8;
  private static final long DEFAULT_BYTES = 32L << 20;

  abstract int files();

  abstract long bytes();

  abstract Predicate<String> partitions();

  abstract Predicate<String> fields();

  /** Files of less than 32 MiB, of every partition that has more than 8 of them. */
  public static SmallFiles defaults() {
    return new AutoValue_SmallFiles(DEFAULT_FILES, DEFAULT_BYTES, value -> true, field -> true);
  }

  /** Leaves a partition alone that has so many small files or fewer; 1 or more, default is 8. */
  public SmallFiles withMoreThan(int files) {
    checkArgument(files >= 1, "files must be at least 1, but was %s", files);
    return new AutoValue_SmallFiles(files, bytes(), partitions(), fields());
  }

  /**
   * Takes a file for small that has fewer bytes; 1 or more, default is 32 MiB. Those written in
   * their place have up to about twice as many.
   */
  public SmallFiles withLessThan(long bytes) {
    checkArgument(bytes >= 1, "bytes must be at least 1, but was %s", bytes);
    return new AutoValue_SmallFiles(files(), bytes, partitions(), fields());
  }

  /** Looks at certain partitions alone, by their value as it stands in the path; default is all. */
  public SmallFiles withPartitions(Predicate<String> partitions) {
    return new AutoValue_SmallFiles(files(), bytes(), partitions, fields());
  }

  /**
   * Looks at files alone that are parted by that field, or by none if it is empty; default is all.
   * A dataset whose partition was changed has others besides, which cannot become files of the new
   * one.
   */
  public SmallFiles withFilesPartedBy(Optional<String> field) {
    return new AutoValue_SmallFiles(files(), bytes(), partitions(), field.orElse("")::equals);
  }

  List<StoredObject> of(List<StoredObject> all) {
    return all.stream()
        .filter(file -> file.bytes() < bytes())
        .filter(file -> fields().test(fieldOf(file)) && partitions().test(partitionOf(file)))
        .collect(Collectors.groupingBy(SmallFiles::partitionOf, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .filter(small -> small.size() > files())
        .flatMap(List::stream)
        .toList();
  }

  /** The partition's value as it stands in the path; empty for a file that is in none. */
  static String partitionOf(StoredObject file) {
    String folder = folderOf(file);
    int equals = folder.indexOf('=');
    return equals < 0 ? "" : folder.substring(equals + 1);
  }

  private static String fieldOf(StoredObject file) {
    String folder = folderOf(file);
    return folder.substring(0, Math.max(0, folder.indexOf('=')));
  }

  private static String folderOf(StoredObject file) {
    int end = file.uri().lastIndexOf('/');
    return file.uri().substring(file.uri().lastIndexOf('/', end - 1) + 1, end);
  }
}
