package dev.headrace.io.lake.compact;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.lake.read.DatasetManifests;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files of a dataset that compactions have replaced, which readers that list folders, such as
 * Athena, take for rows all the same. Files that no manifest has ever listed, of runs that were
 * refused or given up, are not among them: such a run may still be started again and commit.
 */
public final class ReplacedFiles {
  private ReplacedFiles() {}

  /**
   * Deletes the files that were replaced long enough ago, and never one of {@link
   * DatasetManifests#files}. Safe to run any number of times, and beside runs and compactions.
   *
   * <p>Whoever still goes by an older listing finds them no more: a reader that began before the
   * compaction committed, a load that has not happened yet of a run that was compacted since, and
   * {@code LakeIO} where it is asked for that run alone. The age has to be longer than any of these
   * takes.
   *
   * @param dataset where it lies, with a slash at the end
   * @param age since the compaction that replaced them committed; 0 or more
   * @return what was deleted, by URI
   * @throws IllegalArgumentException if the age is negative
   */
  public static List<String> delete(ObjectStore store, String dataset, Duration age, Clock clock)
      throws IOException {
    checkArgument(!age.isNegative(), "age must be at least 0, but was %s", age);
    Instant latest = clock.instant().minus(age);
    Set<String> replaced =
        DatasetManifests.read(store, dataset).compactions().stream()
            .filter(compaction -> !committedAt(compaction).isAfter(latest))
            .flatMap(compaction -> compaction.replaces().stream())
            .collect(Collectors.toSet());
    List<String> there =
        replaced.isEmpty()
            ? List.of()
            : store.list(dataset).stream().filter(replaced::contains).toList();
    store.delete(there);
    return there;
  }

  private static Instant committedAt(RunManifest compaction) {
    return Instant.parse(compaction.committedAt());
  }
}
