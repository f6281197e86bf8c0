package dev.headrace.io.lake.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.lake.store.PartFile;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Dead letters that failed alike.
 *
 * @param stage the step that failed
 * @param reason why
 * @param example what one of them says
 * @param count how many there are
 */
public record DeadLetterSummary(Stage stage, Reason reason, String example, long count) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Sums up the dead letters of the objects, read one letter at a time. */
  public static List<DeadLetterSummary> of(ObjectStore store, Collection<StoredObject> objects)
      throws IOException {
    TreeMap<String, DeadLetterSummary> groups = new TreeMap<>();
    for (StoredObject object : objects) {
      try (BufferedReader lines = PartFile.reader(store.open(object.uri()))) {
        for (String line; (line = lines.readLine()) != null; ) {
          DeadLetterSummary one = of(JSON.readTree(line));
          groups.merge(one.stage + " " + one.reason, one, DeadLetterSummary::and);
        }
      }
    }
    return List.copyOf(groups.values());
  }

  private static DeadLetterSummary of(JsonNode letter) {
    return new DeadLetterSummary(
        Stage.valueOf(letter.path("stage").asText()),
        Reason.valueOf(letter.path("reason").asText()),
        letter.path("detail").asText(),
        1);
  }

  private DeadLetterSummary and(DeadLetterSummary other) {
    String first = example.compareTo(other.example) <= 0 ? example : other.example;
    return new DeadLetterSummary(stage, reason, first, count + other.count);
  }
}
