package dev.headrace.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** One way to fetch. */
enum Contestant {
  PLAIN("java.net.http.HttpClient, no Beam") {
    @Override
    void fetch(Task task) throws Exception {
      PlainFetch.run(task);
    }
  },
  REQUEST_RESPONSE("RequestResponseIO, DirectRunner") {
    @Override
    void fetch(Task task) {
      RequestResponseFetch.run(task);
    }

    @Override
    int requests(int wanted) {
      return Math.max(1, wanted / 10);
    }
  },
  HEADRACE_DIRECT("Headrace, DirectRunner") {
    @Override
    void fetch(Task task) {
      HeadraceFetch.run(task, "--runner=DirectRunner", "--targetParallelism=" + Task.PARALLELISM);
    }
  },
  HEADRACE_SPARK("Headrace, SparkRunner local") {
    @Override
    void fetch(Task task) {
      HeadraceFetch.run(
          task, "--runner=SparkRunner", "--sparkMaster=local[" + Task.PARALLELISM + "]");
    }
  };

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  /**
   * What is to be fetched.
   *
   * @param baseUrl from where
   * @param requests how many items
   * @param inFlight how many at a time, where that can be set
   * @param folder for what is landed
   */
  record Task(URI baseUrl, int requests, int inFlight, Path folder) {
    static final int PARALLELISM = 2;

    List<String> paths() {
      return IntStream.range(0, requests).mapToObj(i -> "/items/" + i).toList();
    }
  }

  String title() {
    return title;
  }

  /** Fetches everything, or throws. */
  abstract void fetch(Task task) throws Exception;

  /** How many requests are enough to measure it. */
  int requests(int wanted) {
    return wanted;
  }
}
