package dev.headrace.benchmarks.load;

import java.nio.file.Path;
import java.util.List;

/**
 * What is to be done.
 *
 * @param csv the flights
 * @param folder for what a contestant tells about itself; has the warehouse's password too
 * @param warehouse where the rows go
 */
record Task(Contestant contestant, Path csv, Path folder, Warehouse warehouse) {
  static final int PARALLELISM = 2;

  /** As the arguments of a contestant's JVM. */
  List<String> args() {
    return List.of(
        contestant.name(),
        csv.toString(),
        folder.toString(),
        warehouse.redshift(),
        warehouse.postgres(),
        warehouse.s3());
  }

  static Task of(String... args) {
    return new Task(
        Contestant.valueOf(args[0]),
        Path.of(args[1]),
        Path.of(args[2]),
        new Warehouse(args[3], args[4], args[5]));
  }

  Path password() {
    return folder.resolve("password");
  }

  Path phases() {
    return folder.resolve("phases");
  }

  Path usage() {
    return folder.resolve("usage");
  }
}
