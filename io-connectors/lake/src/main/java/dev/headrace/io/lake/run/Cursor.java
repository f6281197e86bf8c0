package dev.headrace.io.lake.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Optional;

/** Where the next run of a resource starts: everything before it lies in the raw bucket. */
public final class Cursor {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Cursor() {}

  /** The resource's cursor; empty if it has never been read. */
  public static Optional<String> read(ObjectStore store, RunPaths paths) throws IOException {
    return read(store, paths, "cursor");
  }

  /** The run that moved the cursor to where it is; empty if the resource has never been read. */
  public static Optional<String> lastRun(ObjectStore store, RunPaths paths) throws IOException {
    return read(store, paths, "runId");
  }

  private static Optional<String> read(ObjectStore store, RunPaths paths, String field)
      throws IOException {
    try (InputStream in = store.open(paths.state())) {
      JsonNode value = JSON.readTree(in).path(field);
      if (!value.isTextual()) {
        throw new IOException(paths.state() + " has no text at /" + field);
      }
      return Optional.of(value.textValue());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Moves the cursor to where the committed run ended, if it still stands where the run began. A
   * run that leaves the cursor alone, one over old windows, has none in its manifest.
   */
  static void advance(ObjectStore store, RunPaths paths, RunManifest manifest) throws IOException {
    String after = manifest.cursorAfter();
    if (after == null
        || !Objects.equals(read(store, paths).orElse(null), manifest.cursorBefore())) {
      return;
    }
    store.put(
        paths.state(),
        JSON.writeValueAsBytes(
            JSON.createObjectNode()
                .put("cursor", after)
                .put("runId", manifest.runId())
                .put("committedAt", manifest.committedAt())));
  }
}
