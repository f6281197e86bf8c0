package dev.headrace.testdata.api;

import java.util.Comparator;
import java.util.stream.Stream;

/** The orders in which the service lists events. */
enum Order {
  TIME("time"),
  TIME_ASC("time-asc"),
  MAGNITUDE("magnitude"),
  MAGNITUDE_ASC("magnitude-asc");

  final String parameter;

  Order(String parameter) {
    this.parameter = parameter;
  }

  static Order of(String parameter) {
    return Stream.of(values()).filter(o -> o.parameter.equals(parameter)).findFirst().orElseThrow();
  }

  Comparator<Entry> comparator() {
    return switch (this) {
      case TIME -> Comparator.comparingLong(Entry::time).reversed();
      case TIME_ASC -> Comparator.comparingLong(Entry::time);
      case MAGNITUDE -> Comparator.comparingDouble(Order::magnitude).reversed();
      case MAGNITUDE_ASC -> Comparator.comparingDouble(Order::magnitude);
    };
  }

  /** An unknown magnitude counts as the lowest. */
  private static double magnitude(Entry entry) {
    return Double.isNaN(entry.magnitude()) ? Double.NEGATIVE_INFINITY : entry.magnitude();
  }
}
