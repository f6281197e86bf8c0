package dev.headrace.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a contestant is at; each JVM goes through them once. */
enum Phase {
  /** From the first row on, or from connecting to the warehouse if that comes before it. */
  WRITE,
  /** From when all rows are staged, for those who stage them. */
  LOAD,
  /** Nothing is left to do. */
  END;

  private static final Map<Phase, Instant> BEGAN = new ConcurrentHashMap<>();

  /** Tells that the phase begins, if it has not yet. */
  void begin() {
    if (!BEGAN.containsKey(this)) {
      BEGAN.putIfAbsent(this, Instant.now());
    }
  }

  /** Keeps in a file when the phases of this JVM began. */
  static void write(Path file) throws IOException {
    Files.write(file, BEGAN.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
  }

  /** When the phases began, of those that did. */
  static Map<Phase, Instant> read(Path file) throws IOException {
    Map<Phase, Instant> began = new EnumMap<>(Phase.class);
    for (String line : Files.readAllLines(file)) {
      int space = line.indexOf(' ');
      began.put(valueOf(line.substring(0, space)), Instant.parse(line.substring(space + 1)));
    }
    return began;
  }
}
