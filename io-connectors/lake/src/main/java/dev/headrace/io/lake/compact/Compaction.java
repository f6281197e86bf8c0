package dev.headrace.io.lake.compact;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import dev.headrace.io.lake.read.DatasetManifests;
import dev.headrace.io.lake.run.Commit;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * A compaction whose plan stands beside the dataset: which files it replaces, and the number it
 * commits under. Whoever starts it again works by the plan, and so comes to the same files.
 *
 * <p>The compactions of a dataset are numbered, and each takes the number after those it has seen.
 * A manifest is written only where there is none: of two compactions at once, which may have read
 * the same files, the first commits and the other is refused. What runs commit meanwhile is in no
 * plan, and stays as it is. Nothing is deleted, but by {@link ReplacedFiles}: who reads by an older
 * listing still finds its files.
 *
 * @param paths where its things lie, under a run id of its own
 * @param dataset the dataset's name
 * @param commit how it commits
 * @param files that it replaces
 * @param targetBytes how large the files in their place become, about
 */
public record Compaction(
    RunPaths paths, String dataset, Commit commit, List<StoredObject> files, long targetBytes)
    implements Serializable {
  /** What the run ids of compactions start with, and those of runs must not. */
  public static final String RUN_PREFIX = "compact-";

  private static final String NUMBER = "number";
  private static final String TARGET_BYTES = "target-bytes";

  /** Refuses to replace what it does not read. */
  public Compaction {
    Set<String> read = files.stream().map(StoredObject::uri).collect(Collectors.toSet());
    checkState(
        read.equals(Set.copyOf(commit.template().replaces())),
        "The plan of %s replaces %s files, and not the %s that would be read",
        paths.runId(),
        commit.template().replaces().size(),
        read.size());
  }

  /**
   * Starts a compaction, or goes on with one that was started before.
   *
   * @param paths of any run whose id is the compaction's; its files are named {@code
   *     compact-<runId>}
   * @param schema that the rows are written in
   * @param definition tells whether a compaction that was started before is the same
   * @return empty if no files are worth it
   * @throws IllegalArgumentException if it was started with another definition, or a run has its id
   */
  public static Optional<Compaction> start(
      ObjectStore store,
      RunPaths paths,
      String dataset,
      Schema schema,
      String definition,
      SmallFiles choice,
      Clock clock)
      throws IOException {
    RunPaths own = paths.forRun(RUN_PREFIX + paths.runId());
    DatasetManifests written = DatasetManifests.read(store, own.dataset(dataset));
    String uri = own.compactionPlan(dataset);
    Optional<RunManifest> plan = Commit.read(store, uri);
    if (plan.isEmpty()) {
      requireNoSuchRun(store, own, written);
      List<StoredObject> chosen = choice.of(written.files());
      if (chosen.isEmpty()) {
        return Optional.empty();
      }
      written.requireEvolution(schema);
      String now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
      Map<String, String> settings =
          Map.of(
              "definition",
              definition,
              NUMBER,
              Integer.toString(written.compactions().size() + 1),
              TARGET_BYTES,
              Long.toString(2 * choice.bytes()));
      store.putIfAbsent(
          uri,
          template(own, dataset, now, settings)
              .withSchema(schema.toString())
              .replacing(chosen.stream().map(StoredObject::uri).toList())
              .toJson());
      plan = Commit.read(store, uri);
    }
    return Optional.of(of(own, dataset, definition, plan.orElseThrow(), written));
  }

  private static void requireNoSuchRun(ObjectStore store, RunPaths own, DatasetManifests written)
      throws IOException {
    boolean taken =
        written.runs().stream().anyMatch(run -> run.runId().equals(own.runId()))
            || store.list(own.plan()).contains(own.plan());
    checkArgument(!taken, "run-id must be one that no run has, but was %s", own.runId());
  }

  private static RunManifest template(
      RunPaths paths, String dataset, String now, Map<String, String> settings) {
    return new RunManifest(
        RunManifest.Step.COMPACT,
        paths.runId(),
        paths.source(),
        dataset,
        now,
        now,
        settings,
        Map.of(),
        null,
        null,
        List.of(),
        List.of());
  }

  private static Compaction of(
      RunPaths paths,
      String dataset,
      String definition,
      RunManifest plan,
      DatasetManifests written) {
    checkArgument(
        definition.equals(plan.settings().get("definition")),
        "The compaction \"%s\" was started at %s with another definition; give it another run id",
        paths.runId(),
        plan.startedAt());
    int number = Integer.parseInt(setting(plan, NUMBER));
    String date = plan.startedAt().substring(0, 10);
    Commit commit =
        new Commit(paths, paths.compactionManifest(dataset, number), plan, List.of(), date);
    Set<String> replaced = new HashSet<>(plan.replaces());
    List<StoredObject> files =
        Stream.concat(written.runs().stream(), written.compactions().stream())
            .flatMap(manifest -> manifest.objects().stream())
            .filter(file -> replaced.contains(file.uri()))
            .toList();
    return new Compaction(
        paths, dataset, commit, files, Long.parseLong(setting(plan, TARGET_BYTES)));
  }

  private static String setting(RunManifest plan, String name) {
    return Objects.requireNonNull(plan.settings().get(name));
  }

  /** The schema that rows are written in. */
  public Schema schema() {
    return new Schema.Parser().parse(Objects.requireNonNull(commit.template().schema()));
  }

  /** The manifest, if the compaction has been committed. */
  public Optional<RunManifest> committed(ObjectStore store) throws IOException {
    return Commit.read(store, commit.manifestUri())
        .filter(manifest -> manifest.runId().equals(paths.runId()));
  }

  /** How many rows it reads. */
  long rows() {
    return files.stream().mapToLong(StoredObject::records).sum();
  }

  /** How many files take the place of those of a partition, by its value in the path. */
  Map<String, Integer> filesOfPartitions() {
    Map<String, Long> bytes =
        files.stream()
            .collect(
                Collectors.groupingBy(
                    SmallFiles::partitionOf,
                    TreeMap::new,
                    Collectors.summingLong(StoredObject::bytes)));
    Map<String, Integer> counts = new TreeMap<>();
    bytes.forEach(
        (partition, sum) -> counts.put(partition, (int) ((sum + targetBytes - 1) / targetBytes)));
    return counts;
  }
}
