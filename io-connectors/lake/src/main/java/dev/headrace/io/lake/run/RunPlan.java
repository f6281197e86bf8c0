package dev.headrace.io.lake.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a run was first started with. It is written once; whoever starts the run again works by it,
 * so that the same run id always stands for the same work.
 *
 * @param runId the run
 * @param startedAt when it was first started, ISO 8601
 * @param settings what decides what the run does
 * @param cursorBefore where the source stood then; null if it had never been read
 */
public record RunPlan(
    String runId, String startedAt, Map<String, String> settings, @Nullable String cursorBefore) {

  /** The setting that is a hash of what the pipeline's definition says. */
  public static final String DEFINITION = "definition";

  private static final String DEFINITION_CHANGED = "the definition has changed";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Copies what can change. */
  public RunPlan {
    settings = new TreeMap<>(settings);
  }

  /** The day on which the run was first started, in UTC. */
  public String startedOn() {
    return startedAt.substring(0, 10);
  }

  /**
   * Starts the run, unless it has been started before.
   *
   * @return this plan, or the one the run was first started with
   * @throws IllegalArgumentException if that one has other settings
   */
  public RunPlan start(ObjectStore store, RunPaths paths) throws IOException {
    return store.putIfAbsent(paths.plan(), toJson())
        ? this
        : startedBefore(store, paths).orElseThrow();
  }

  /**
   * The plan that the run was first started with; empty if it has not been started.
   *
   * @throws IllegalArgumentException if that one has other settings
   */
  public Optional<RunPlan> startedBefore(ObjectStore store, RunPaths paths) throws IOException {
    try (InputStream in = store.open(paths.plan())) {
      RunPlan first = JSON.readValue(in, RunPlan.class);
      requireSameSettings(first);
      return Optional.of(first);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void requireSameSettings(RunPlan first) {
    TreeSet<String> names = new TreeSet<>(settings.keySet());
    names.addAll(first.settings.keySet());
    List<String> differences =
        names.stream()
            .filter(name -> !Objects.equals(first.settings.get(name), settings.get(name)))
            .map(name -> difference(name, first.settings.get(name), settings.get(name)))
            .toList();
    if (differences.isEmpty()) {
      return;
    }
    boolean definitionAlone = differences.equals(List.of(DEFINITION_CHANGED));
    throw new IllegalArgumentException(
        "The run \"%s\" was first started at %s, and since then %s; give this run %sanother id"
            .formatted(
                runId,
                first.startedAt,
                String.join(", ", differences),
                definitionAlone ? "" : "the same settings, or "));
  }

  /** What a definition is told apart by is a hash, which tells a person nothing. */
  private static String difference(String name, @Nullable String then, @Nullable String now) {
    return name.equals(DEFINITION)
        ? DEFINITION_CHANGED
        : "%s has changed from %s to %s".formatted(name, orNothing(then), orNothing(now));
  }

  private static String orNothing(@Nullable String value) {
    return value == null || value.isEmpty() ? "nothing" : value;
  }

  private byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A plan is always JSON", e);
    }
  }
}
