package dev.headrace.runners.glue;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The workers that a Spark job can have, each with one executor, by
 * https://docs.aws.amazon.com/glue/latest/dg/worker-types.html; G.025X is for streaming alone. The
 * SDK's own list is older than Glue's.
 */
enum WorkerType {
  G_1X("G.1X"),
  G_2X("G.2X"),
  G_4X("G.4X"),
  G_8X("G.8X"),
  G_12X("G.12X"),
  G_16X("G.16X"),
  R_1X("R.1X"),
  R_2X("R.2X"),
  R_4X("R.4X"),
  R_8X("R.8X");

  private final String glueName;

  WorkerType(String glueName) {
    this.glueName = glueName;
  }

  /** What Glue calls it, such as {@code G.1X}. */
  String glueName() {
    return glueName;
  }

  /** The worker of that name, in upper or lower case. */
  static Optional<WorkerType> named(String name) {
    return Stream.of(values()).filter(type -> type.glueName.equalsIgnoreCase(name)).findFirst();
  }

  /** All of them, for a message. */
  static String names() {
    return Arrays.stream(values()).map(WorkerType::glueName).collect(Collectors.joining(", "));
  }
}
