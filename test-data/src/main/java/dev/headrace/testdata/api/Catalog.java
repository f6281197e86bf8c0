package dev.headrace.testdata.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events as a script changes them, ready to be written. */
final class Catalog {

  private final Map<Order, List<Entry>> entries = new EnumMap<>(Order.class);

  private Catalog(List<Entry> unordered) {
    for (Order order : Order.values()) {
      // The sort is stable: what follows an event of the same time follows it in both directions.
      entries.put(order, unordered.stream().sorted(order.comparator()).toList());
    }
  }

  static Catalog of(List<ObjectNode> features, Script script) {
    List<Entry> entries = new ArrayList<>();
    Set<String> unknown = changed(script);
    for (ObjectNode feature : features) {
      String id = feature.get("id").textValue();
      unknown.remove(id);
      addAll(entries, feature, id, script);
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("the feed has no event " + unknown);
    }
    return new Catalog(entries);
  }

  List<Entry> select(Selection selection) {
    List<Entry> selected = new ArrayList<>();
    for (Entry entry : entries.getOrDefault(selection.order(), List.of())) {
      if (selection.contains(entry)) {
        selected.add(entry);
      }
    }
    return selected;
  }

  private static void addAll(List<Entry> entries, ObjectNode feature, String id, Script script) {
    Entry entry = Entry.of(feature, shown(feature, script.malformations().get(id)));
    entries.add(entry);
    if (script.duplicates().contains(id)) {
      entries.add(entry);
    }
    Script.Update update = script.updates().get(id);
    if (update != null) {
      ObjectNode newer = feature.deepCopy();
      newer
          .withObject("/properties")
          .put("mag", update.magnitude())
          .put("updated", update.updatedMillis());
      entries.add(Entry.of(newer, newer));
    }
  }

  private static JsonNode shown(ObjectNode feature, @Nullable Malformation malformation) {
    return malformation == null ? feature : malformation.applyTo(feature.deepCopy());
  }

  private static Set<String> changed(Script script) {
    Set<String> ids = new HashSet<>(script.malformations().keySet());
    ids.addAll(script.duplicates());
    ids.addAll(script.updates().keySet());
    return ids;
  }
}
