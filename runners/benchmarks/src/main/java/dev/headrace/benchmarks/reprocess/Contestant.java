package dev.headrace.benchmarks.reprocess;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One way to turn lines of JSON into valid flights, of every key the latest, in Parquet by month.
 *
 * <p>A contestant runs in a JVM of its own; what it overrides beside {@link #reprocess} tells the
 * benchmark what to do before and after.
 */
enum Contestant {
  HEADRACE("Headrace, SparkRunner") {
    @Override
    void prepare(Task task) throws IOException {
      HeadraceReprocess.land(task);
    }

    @Override
    void reprocess(Task task) throws IOException {
      HeadraceReprocess.run(task);
    }
  },
  SPARK_SQL("native Spark SQL") {
    @Override
    void reprocess(Task task) {
      SparkSqlReprocess.run(task);
    }
  },
  SPARK_RDD("native Spark RDD") {
    @Override
    void reprocess(Task task) {
      SparkRddReprocess.run(task);
    }
  },
  DUCKDB("DuckDB") {
    @Override
    void reprocess(Task task) throws Exception {
      DuckDbReprocess.run(task);
    }
  };

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Readies what is not measured, in the benchmark's own JVM; default is nothing. */
  void prepare(Task task) throws IOException {}

  /** Does the work that is measured, or throws. */
  abstract void reprocess(Task task) throws Exception;

  /** Where it has put its Parquet files: {@code month=2001-01} and so on, at any depth. */
  Path parquet(Task task) {
    return task.parquet();
  }

  /** How many dead letters it has written. */
  long deadLetters(Task task) throws IOException {
    return DeadLetterFiles.count(task.deadLetters());
  }
}
