package dev.headrace.io.lake.run;

import dev.headrace.io.lake.read.DatasetManifests;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.quality.RunRules;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * How one step of a run commits: its manifest is written once, by whichever attempt comes first,
 * and what follows from it can be done any number of times.
 *
 * @param paths where the run's things lie
 * @param manifestUri where the manifest goes
 * @param template the manifest without its ledger
 * @param stages the stages whose dead letters belong to the step
 * @param date the day that the dead letters are filed under
 * @param rules what the step as a whole has to keep to
 */
public record Commit(
    RunPaths paths,
    String manifestUri,
    RunManifest template,
    List<Stage> stages,
    String date,
    RunRules rules)
    implements Serializable {

  /** A commit without rules. */
  public Commit(
      RunPaths paths, String manifestUri, RunManifest template, List<Stage> stages, String date) {
    this(paths, manifestUri, template, stages, date, RunRules.none());
  }

  /** The same commit, if the step keeps to rules. */
  public Commit withRules(RunRules rules) {
    return new Commit(paths, manifestUri, template, stages, date, rules);
  }

  /** The same commit with another manifest to be filled in. */
  public Commit withTemplate(RunManifest template) {
    return new Commit(paths, manifestUri, template, stages, date, rules);
  }

  /** The manifest, if the step has been committed. */
  public static Optional<RunManifest> read(ObjectStore store, String manifestUri)
      throws IOException {
    try (InputStream in = store.open(manifestUri)) {
      return Optional.of(RunManifest.ofJson(in.readAllBytes()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Commits the step with the given ledger, unless an earlier attempt has.
   *
   * @return the manifest that stands
   * @throws IllegalStateException if the ledger does not balance, the step came to nothing but dead
   *     letters, it does not keep to its rules, or another run's manifest stands there; nothing is
   *     committed
   * @throws IllegalArgumentException if others have committed to the dataset what its schema cannot
   *     stand beside; nothing is committed
   */
  RunManifest commit(ObjectStore store, Iterable<LedgerEntry> entries, String now)
      throws IOException {
    RunManifest manifest = template.withEntries(entries).committedAt(now);
    manifest.requireBalance();
    requireSomething(store, manifest);
    rules.require(manifest);
    requireEvolution(store);
    if (!store.putIfAbsent(manifestUri, manifest.toJson())) {
      RunManifest stands = read(store, manifestUri).orElseThrow();
      requireOwn(store, stands, manifest);
      manifest = stands;
    }
    finish(store, manifest);
    return manifest;
  }

  private static void requireSomething(ObjectStore store, RunManifest manifest) throws IOException {
    Optional<String> nothing = manifest.cameToNothing();
    if (nothing.isPresent()) {
      throw new IllegalStateException(
          nothing.get() + "; nothing was committed. " + mostFrequent(store, manifest));
    }
  }

  private static String mostFrequent(ObjectStore store, RunManifest manifest) throws IOException {
    List<StoredObject> letters = manifest.deadLetters();
    return DeadLetterSummary.of(store, letters).stream()
        .max(Comparator.comparingLong(DeadLetterSummary::count))
        .map(
            most ->
                "Most often (%d of %d) the reason is %s: %s. The dead letters are in %s"
                    .formatted(
                        most.count(),
                        manifest.count(Account.DEAD),
                        most.reason(),
                        most.example(),
                        letters.stream().map(StoredObject::uri).collect(Collectors.joining(", "))))
        .orElse("");
  }

  /**
   * What has been committed is not asked again: later runs may have gone on from there. Two runs
   * that commit at the very same moment do not see each other.
   */
  private void requireEvolution(ObjectStore store) throws IOException {
    String schema = template.schema();
    if (schema != null && read(store, manifestUri).isEmpty()) {
      DatasetManifests.read(store, paths.dataset(template.name()))
          .requireEvolution(template.runId(), new Schema.Parser().parse(schema));
    }
  }

  private void requireOwn(ObjectStore store, RunManifest stands, RunManifest own)
      throws IOException {
    if (!stands.runId().equals(template.runId())) {
      deleteLostFiles(store, own);
      throw new IllegalStateException(
          "%s is the commit of %s, which came before %s; nothing was committed, start anew"
              .formatted(manifestUri, stands.runId(), template.runId()));
    }
  }

  /**
   * A compaction that came second stays so, whoever starts it again: nobody will list its files,
   * and in their folders they would be rows to readers that go by no manifest.
   */
  private static void deleteLostFiles(ObjectStore store, RunManifest lost) throws IOException {
    if (lost.step() == RunManifest.Step.COMPACT) {
      store.delete(lost.objects().stream().map(StoredObject::uri).toList());
    }
  }

  /** Does what follows from a manifest; for a run that was killed right after it wrote it. */
  public void finish(ObjectStore store, RunManifest manifest) throws IOException {
    Cursor.advance(store, paths, manifest);
    deleteStaleDeadLetters(store, manifest);
  }

  /** An attempt that was killed may have set aside what a later one got through. */
  private void deleteStaleDeadLetters(ObjectStore store, RunManifest manifest) throws IOException {
    Set<String> listed =
        manifest.deadLetters().stream().map(StoredObject::uri).collect(Collectors.toSet());
    List<String> stale = new ArrayList<>();
    for (Stage stage : stages) {
      stale.addAll(store.list(paths.deadLetters(stage, date)));
    }
    stale.removeAll(listed);
    store.delete(stale);
  }
}
