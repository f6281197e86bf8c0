package dev.headrace.io.lake.raw;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.UUID;

/**
 * How many requests the executions of a shard send, in objects {@code sent-<shard>-0}, {@code -1},
 * …, one an execution, which it alone writes over: so they are as few and as small as can be,
 * however long the shard is. They are told to nobody but the next executions; no manifest names
 * them. Safe for use by many threads.
 */
final class SentLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NONE = -1;

  private final ObjectStore store;
  private final String prefix;
  private final String execution = UUID.randomUUID().toString();
  private int own = NONE;
  private long sent;

  /**
   * @param execution tells an object of one's own, whose writing seemed to fail, from another's
   */
  private record Sent(String execution, long requests) {}

  SentLog(ObjectStore store, String runPrefix, int shard) {
    this.store = store;
    this.prefix = runPrefix + "sent-" + shard + "-";
  }

  /** Makes known how many requests this execution sends. */
  synchronized void announce(long requests) throws IOException {
    byte[] json = JSON.writeValueAsBytes(Map.of("execution", execution, "requests", requests));
    if (own == NONE) {
      own = claim(json);
    } else {
      store.put(uri(own), json);
    }
    sent = requests;
  }

  private int claim(byte[] json) throws IOException {
    int number = 0;
    while (!store.putIfAbsent(uri(number), json)) {
      if (read(number).execution().equals(execution)) {
        store.put(uri(number), json);
        return number;
      }
      number++;
    }
    return number;
  }

  /** What all executions have made known by now. */
  synchronized long total() throws IOException {
    long total = sent;
    try {
      for (int number = 0; ; number++) {
        total += number == own ? 0 : read(number).requests();
      }
    } catch (NoSuchFileException e) {
      return total;
    }
  }

  private Sent read(int number) throws IOException {
    try (InputStream in = store.open(uri(number))) {
      JsonNode json = JSON.readTree(in);
      return new Sent(json.path("execution").asText(), json.path("requests").asLong());
    }
  }

  private String uri(int number) {
    return prefix + number + ".json";
  }
}
