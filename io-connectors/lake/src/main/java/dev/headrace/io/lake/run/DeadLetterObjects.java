package dev.headrace.io.lake.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.io.lake.store.PartFile;
import dev.headrace.io.lake.store.Payloads;
import dev.headrace.io.lake.store.Uploads;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.joda.time.Instant;

/**
 * The objects of a run's dead letters. One is named by the letters it holds and never written over:
 * an attempt that sets the same things aside finds it there, one that does not writes another, and
 * the run's manifest says which of them counts.
 *
 * @param date the day they are filed under, such as {@code 2026-11-23}: the run's first, so that
 *     every attempt files them alike
 */
public record DeadLetterObjects(RunPaths paths, String date) implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Writes letters of one stage, sorted by id, a line each.
   *
   * @param number tells apart the objects of a stage
   */
  public StoredObject write(ObjectStore store, Stage stage, int number, List<DeadLetter> unsorted)
      throws IOException {
    List<DeadLetter> letters =
        unsorted.stream().sorted(Comparator.comparing(DeadLetter::id)).toList();
    Map<Instant, String> times = new HashMap<>();
    try (PartFile part = new PartFile()) {
      for (DeadLetter letter : letters) {
        part.append(JSON.writeValueAsBytes(toJson(letter, times)));
      }
      return Uploads.putOnce(store, uri(stage, number, letters), part.finish(), letters.size());
    }
  }

  private String uri(Stage stage, int number, List<DeadLetter> letters) {
    String ids = letters.stream().map(DeadLetter::id).collect(Collectors.joining("\n"));
    return "%spart-%d-%s.jsonl.gz"
        .formatted(paths.deadLetters(stage, date), number, Sha256.of(ids).substring(0, 16));
  }

  /** Most letters of a step failed at the same time, which takes longer to write than the rest. */
  private static ObjectNode toJson(DeadLetter letter, Map<Instant, String> times)
      throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.put("id", letter.id());
    line.put("runId", letter.runId());
    line.put("source", letter.source());
    line.put("resource", letter.resource());
    line.put("stage", letter.stage().name());
    line.put("reason", letter.reason().name());
    line.put("detail", letter.detail());
    line.put("attempts", letter.attempts());
    line.put("firstFailedAt", times.computeIfAbsent(letter.firstFailedAt(), Instant::toString));
    line.put("failedAt", times.computeIfAbsent(letter.failedAt(), Instant::toString));
    Origin origin = letter.origin();
    if (origin != null) {
      line.putObject("origin")
          .put("object", origin.object())
          .put("line", origin.line())
          .put("record", origin.record());
    }
    Payloads.put(line, "payload", letter.payload());
    return line;
  }
}
