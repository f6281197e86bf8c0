package dev.headrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Lets a contestant run against a server. */
record Round(ServerProcess server, int requests, int inFlight) {
  static final String HEAP = "1g";

  /**
   * Runs it once.
   *
   * @throws IllegalStateException if it failed, or sent another number of requests than it should
   */
  Measurement measure(Contestant contestant) throws IOException, InterruptedException {
    int wanted = contestant.requests(requests);
    Path folder = Files.createTempDirectory("headrace-benchmark");
    try {
      server.take();
      Instant start = Instant.now();
      run(contestant, wanted, folder);
      Instant end = Instant.now();
      Traffic.Seen seen = server.take();
      if (seen.requests() != wanted || seen.answered() != wanted) {
        throw new IllegalStateException(
            "%s was to send %d requests, but the server saw %s"
                .formatted(contestant.title(), wanted, seen));
      }
      return new Measurement(
          wanted,
          Duration.between(start, end),
          Duration.between(start, seen.firstArrived()),
          Duration.between(seen.firstArrived(), seen.lastSent()),
          seen.maxConcurrent());
    } finally {
      Folders.delete(folder);
    }
  }

  private void run(Contestant contestant, int wanted, Path folder)
      throws IOException, InterruptedException {
    List<String> args =
        List.of(
            contestant.name(),
            server.baseUrl().toString(),
            Integer.toString(wanted),
            Integer.toString(inFlight),
            folder.toString());
    Jvm.run(contestant.title(), ContestantMain.class, HEAP, args);
  }
}
