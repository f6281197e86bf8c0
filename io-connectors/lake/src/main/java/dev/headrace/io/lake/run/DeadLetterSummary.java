package dev.headrace.io.lake.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.headrace.io.lake.store.PartFile;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final Set<String> TOLD = Set.of("stage", "reason", "detail");
  private static final JsonFactory JSON = new JsonFactory();

  /** Sums up the dead letters of the objects; payloads, which may be large, are passed over. */
  public static List<DeadLetterSummary> of(ObjectStore store, Collection<StoredObject> objects)
      throws IOException {
    TreeMap<String, DeadLetterSummary> groups = new TreeMap<>();
    for (StoredObject object : objects) {
      try (JsonParser letters = JSON.createParser(PartFile.reader(store.open(object.uri())))) {
        while (letters.nextToken() == JsonToken.START_OBJECT) {
          DeadLetterSummary one = next(letters);
          groups.merge(one.stage + " " + one.reason, one, DeadLetterSummary::and);
        }
      }
    }
    return List.copyOf(groups.values());
  }

  private static DeadLetterSummary next(JsonParser letter) throws IOException {
    Map<String, String> told = new HashMap<>();
    while (letter.nextToken() == JsonToken.FIELD_NAME) {
      String name = letter.currentName();
      letter.nextToken();
      if (TOLD.contains(name)) {
        told.put(name, letter.getText());
      } else {
        letter.skipChildren();
      }
    }
    return new DeadLetterSummary(
        Stage.valueOf(told.getOrDefault("stage", "")),
        Reason.valueOf(told.getOrDefault("reason", "")),
        told.getOrDefault("detail", ""),
        1);
  }

  private DeadLetterSummary and(DeadLetterSummary other) {
    String first = example.compareTo(other.example) <= 0 ? example : other.example;
    return new DeadLetterSummary(stage, reason, first, count + other.count);
  }
}
