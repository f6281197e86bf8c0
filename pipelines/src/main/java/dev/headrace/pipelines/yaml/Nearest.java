package dev.headrace.pipelines.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was meant by one that is mistyped. */
final class Nearest {
  private Nearest() {}

  /** " (did you mean "x"?)" for the nearest of the names; nothing if none is near. */
  static String hint(String name, Collection<String> known) {
    return of(name, known).map(" (did you mean \"%s\"?)"::formatted).orElse("");
  }

  private static Optional<String> of(String name, Collection<String> known) {
    String meant = name.replace('_', '-');
    int allowed = Math.max(1, name.length() / 3);
    return known.stream()
        .filter(other -> distance(meant, other) <= allowed)
        .min(Comparator.comparingInt(other -> distance(meant, other)));
  }

  /** How many letters have to be put in, taken out or changed, in any case. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (same(one.charAt(i - 1), other.charAt(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }

  private static boolean same(char one, char other) {
    return Character.toLowerCase(one) == Character.toLowerCase(other);
  }
}
