package dev.headrace.io.lake.raw;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;

/**
 * What executions of a shard sent without landing an answer, in objects {@code attempts-<shard>-0},
 * {@code -1}, …, one an execution: the next one counts on from there.
 */
final class UnansweredLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectStore store;
  private final String prefix;
  private final Map<String, Integer> before = new HashMap<>();
  private int next;

  UnansweredLog(ObjectStore store, String runPrefix, int shard) throws IOException {
    this.store = store;
    this.prefix = runPrefix + "attempts-" + shard + "-";
    while (read()) {
      next++;
    }
  }

  private boolean read() throws IOException {
    try (InputStream in = store.open(uri())) {
      JSON.readValue(in, new TypeReference<Map<String, Integer>>() {})
          .forEach((id, attempts) -> before.merge(id, attempts, Integer::sum));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  int before(String requestId) {
    return before.getOrDefault(requestId, 0);
  }

  /** Adds what one execution sent; one that runs at the same time adds its own. */
  void add(Map<String, Integer> attempts) throws IOException {
    if (attempts.isEmpty()) {
      return;
    }
    byte[] json = JSON.writeValueAsBytes(attempts);
    while (!store.putIfAbsent(uri(), json)) {
      next++;
    }
    next++;
  }

  private String uri() {
    return prefix + next + ".json";
  }
}
