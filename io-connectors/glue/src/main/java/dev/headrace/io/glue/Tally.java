package dev.headrace.io.glue;

import com.google.common.collect.Sets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a publish has changed, by all its attempts together. */
final class Tally {
  private final Set<String> columnsAdded = new LinkedHashSet<>();
  private final Set<String> columnsWidened = new LinkedHashSet<>();
  private final Set<String> created = new LinkedHashSet<>();
  private final Set<String> updated = new LinkedHashSet<>();

  void evolved(Evolution evolution) {
    columnsAdded.addAll(evolution.added());
    columnsWidened.addAll(evolution.widened());
  }

  void created(Collection<String> partitions) {
    created.addAll(partitions);
  }

  void updated(Collection<String> partitions) {
    updated.addAll(Sets.difference(Set.copyOf(partitions), created));
  }

  Publication of(TableId table, String version, Set<String> published) {
    Set<String> unchanged = Sets.difference(published, Sets.union(created, updated));
    return Publication.of(
        table.toString(),
        version,
        columnsAdded,
        columnsWidened,
        created.size(),
        updated.size(),
        unchanged.size());
  }
}
