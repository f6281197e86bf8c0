package dev.headrace.io.lake.read;

import com.google.common.base.Splitter;
import com.google.common.collect.Iterables;
import dev.headrace.transforms.records.NewFields;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.schemas.SchemaRules;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * The manifests of a dataset, which alone say what it holds.
 *
 * @param dataset where it lies, with a slash at the end
 * @param runs what runs have committed
 * @param compactions what compactions have committed, in the order they did
 */
public record DatasetManifests(
    String dataset, List<RunManifest> runs, List<RunManifest> compactions) {
  private static final int READ_AT_ONCE = 16;
  private static final String COMPACTIONS = "_compact/";

  /**
   * Reads what has been committed.
   *
   * @throws IOException if a manifest cannot be read, or one of a compaction is not there although
   *     a later one is
   */
  public static DatasetManifests read(ObjectStore store, String dataset) throws IOException {
    String folder = dataset + "_manifests/";
    List<String> runs = new ArrayList<>();
    List<String> compactions = new ArrayList<>();
    for (String uri : store.list(folder)) {
      (uri.startsWith(folder + COMPACTIONS) ? compactions : runs).add(uri);
    }
    requireNoGap(compactions);
    return new DatasetManifests(dataset, readAll(store, runs), readAll(store, compactions));
  }

  /** Of two compactions the later replaces what the earlier wrote; it makes no sense alone. */
  private static void requireNoGap(List<String> compactions) throws IOException {
    for (int i = 0; i < compactions.size(); i++) {
      if (!compactions.get(i).endsWith("/%08d.json".formatted(i + 1))) {
        throw new IOException(
            "Compaction %d is not there, but %s is; read again"
                .formatted(i + 1, compactions.get(i)));
      }
    }
  }

  private static List<RunManifest> readAll(ObjectStore store, List<String> uris)
      throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(READ_AT_ONCE);
    try {
      List<Future<RunManifest>> reads =
          uris.stream().map(uri -> threads.submit(() -> read(uri, store))).toList();
      List<RunManifest> manifests = new ArrayList<>();
      for (Future<RunManifest> read : reads) {
        manifests.add(read.get());
      }
      return manifests;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while manifests were read", e);
    } catch (ExecutionException e) {
      throw new IOException("Cannot read the manifests", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static RunManifest read(String uri, ObjectStore store) throws IOException {
    try (InputStream in = store.open(uri)) {
      return RunManifest.ofJson(in.readAllBytes());
    }
  }

  /** The files that hold every row of the dataset once. */
  public List<StoredObject> files() {
    Set<String> replaced = new HashSet<>();
    compactions.forEach(compaction -> replaced.addAll(compaction.replaces()));
    return Stream.concat(runs.stream(), compactions.stream())
        .flatMap(manifest -> manifest.objects().stream())
        .filter(file -> !replaced.contains(file.uri()))
        .toList();
  }

  /**
   * The partitions that {@link #files} lie in, by location.
   *
   * @throws IllegalArgumentException if a file is in none
   */
  public List<DatasetPartition> partitions() {
    return DatasetPartition.of(files());
  }

  /** Whether any run has committed, and the one that is asked for, if one is. */
  boolean includes(Runs wanted) {
    return !runs.isEmpty() && (wanted.runId() == null || runs.stream().anyMatch(wanted::includes));
  }

  /**
   * The files of the given runs.
   *
   * @throws IllegalArgumentException if the dataset has no run, or not the one that is asked for
   */
  List<StoredObject> files(Runs wanted) {
    List<RunManifest> found = runs.stream().filter(wanted::includes).toList();
    if (!includes(wanted)) {
      throw new IllegalArgumentException(
          "%s has no manifest%s: no such run has committed"
              .formatted(dataset, wanted.runId() == null ? "" : " of run " + wanted.runId()));
    }
    return wanted.isAll()
        ? files()
        : found.stream().flatMap(run -> run.objects().stream()).toList();
  }

  /**
   * The schemas that rows were written with, by runs and by compactions, each once, and the latest
   * first.
   */
  public List<Schema> schemas() {
    return Stream.concat(runs.stream(), compactions.stream())
        .sorted(Comparator.comparing((RunManifest run) -> run.committedAt()).reversed())
        .flatMap(run -> Stream.ofNullable(run.schema()))
        .distinct()
        .map(schema -> new Schema.Parser().parse(schema))
        .toList();
  }

  /**
   * Refuses a schema that the dataset cannot go on with: one that the latest may not become, or by
   * which earlier rows could not be read.
   *
   * @throws IllegalArgumentException that names every column at fault, and both its types
   */
  public void requireEvolution(Schema next) {
    List<Schema> schemas = schemas();
    if (!schemas.isEmpty()) {
      SchemaRules.requireEvolution(name(), schemas.get(0), next);
      SchemaRules.requireReadable(name(), schemas, next);
    }
  }

  /**
   * Refuses the schema of a run that began before others committed, by which the dataset could not
   * go on any more. To lack columns that they have found is no fault: those can be null, and stay
   * columns of the dataset.
   *
   * @throws IllegalArgumentException that names the run, every column at fault, and both its types
   */
  public void requireEvolution(String runId, Schema schema) {
    try {
      requireEvolution(withFound(schema));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          ("%s. That schema is of the run \"%s\"; where others have committed since it was started,"
                  + " start anew under another run id")
              .formatted(e.getMessage(), runId),
          e);
    }
  }

  /** The schema with the columns that were found by any run and that no contract names. */
  public Schema withFound(Schema schema) {
    Schema all = schema;
    for (Schema written : schemas()) {
      all = NewFields.withEarlier(all, written);
    }
    return all;
  }

  /**
   * The schema with every column that rows were ever written with, in its widest type: one that a
   * contract has dropped too, which old files still have and which is null in others.
   */
  public Schema withAllColumns(Schema schema) {
    return EarlierColumns.addTo(schema, schemas());
  }

  private String name() {
    return Iterables.getLast(Splitter.on('/').omitEmptyStrings().split(dataset));
  }
}
