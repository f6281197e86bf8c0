package dev.headrace.runners.spark.cluster;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What is run, and where its results are.
 *
 * @param pipeline as {@code headrace run} takes it
 * @param arguments of it
 * @param source the API
 * @param resource of the API
 * @param dataset in the transformed bucket, and the table in the warehouse
 * @param api arguments of {@link dev.headrace.testdata.process.ApiMain}
 */
record RunOf(
    String pipeline,
    List<String> arguments,
    String source,
    String resource,
    String dataset,
    List<String> api) {
  static final String RUN_ID = "r1";
  static final int SHARDS = 8;

  /** Of every flight: 300,000 in all. */
  static final int COPIES = 15;

  static final int IN_FLIGHT = 8;

  /** A week of earthquakes, of which one day fails for good. */
  static RunOf earthquakes() {
    List<String> arguments =
        arguments("2018-01-31", "2018-02-08", "--page-size=50", "--max-attempts=3");
    return new RunOf(
        "earthquakes", arguments, "usgs", "events", "earthquakes", List.of("earthquakes"));
  }

  /** Ten thousand flights of three days. */
  static RunOf slice() {
    return flights(COPIES, "2001-01-04", 50);
  }

  /**
   * Flights until before a day.
   *
   * @param copies of every flight
   * @param end as {@code 2001-01-07}; all 90 days are there before {@code 2001-04-01}
   */
  static RunOf flights(int copies, String end, int pageSize) {
    URL file = RunOf.class.getResource("/cluster/flights.yaml");
    try {
      return new RunOf(
          Path.of(Objects.requireNonNull(file).toURI()).toString(),
          arguments("2001-01-01", end, "--step=PT6H", "--page-size=" + pageSize),
          "dot",
          "flights",
          "flights",
          List.of("flights", Integer.toString(copies)));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The pipeline is no file: " + file, e);
    }
  }

  private static List<String> arguments(String start, String end, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--run-id=" + RUN_ID, "--start=" + start, "--end=" + end));
    arguments.addAll(List.of("--shards=" + SHARDS, "--in-flight=" + IN_FLIGHT, "--buckets=4"));
    // No answer that a test holds is given up, however long the machine takes.
    arguments.addAll(List.of("--attempt-timeout=PT15M", "--deadline=PT30M"));
    arguments.addAll(List.of(more));
    return arguments;
  }
}
