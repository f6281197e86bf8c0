package dev.headrace.benchmarks.reprocess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * Spark without SQL and with everything by hand: tokens into objects, one shuffle by the key's
 * hash, a hash map for the latest, Parquet from the objects. A task's files have its number, so
 * that one which is tried again writes them again.
 */
final class SparkRddReprocess {
  private SparkRddReprocess() {}

  static void run(Task task) {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[" + Task.PARALLELISM + "]")
            .setAppName("reprocess")
            .set("spark.serializer", KryoSerializer.class.getName())
            .set("spark.kryo.referenceTracking", "false")
            .registerKryoClasses(new Class<?>[] {Flight.class});
    String deadLetters = task.deadLetters().toString();
    String parquet = task.parquet().toString();
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      Files.createDirectories(task.deadLetters());
      spark
          .newAPIHadoopFile(
              task.input() + "/body-*.ndjson",
              TextInputFormat.class,
              LongWritable.class,
              Text.class,
              new Configuration())
          .values()
          .mapPartitionsToPair(lines -> parse(lines, Path.of(deadLetters)))
          .partitionBy(new HashPartitioner(Task.BUCKETS))
          .foreachPartition(flights -> write(latest(flights), Path.of(parquet)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Iterator<Tuple2<Integer, Flight>> parse(Iterator<Text> lines, Path folder) {
    TaskContext context = TaskContext.get();
    DeadLetterWriter deadLetters =
        new DeadLetterWriter(folder.resolve("part-" + context.partitionId() + ".ndjson"));
    context.addTaskCompletionListener((TaskCompletionListener) end -> close(deadLetters));
    return new ParsedFlights(lines, deadLetters);
  }

  private static void close(DeadLetterWriter deadLetters) {
    try {
      deadLetters.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Flight> latest(Iterator<Tuple2<Integer, Flight>> flights) {
    Map<String, Flight> latest = new HashMap<>();
    while (flights.hasNext()) {
      Flight flight = flights.next()._2();
      latest.merge(flight.flightKey, flight, Flight::later);
    }
    return latest;
  }

  private static void write(Map<String, Flight> flights, Path folder) throws IOException {
    String name = "part-" + TaskContext.getPartitionId() + ".parquet";
    try (FlightFiles files = new FlightFiles(folder, name)) {
      for (Flight flight : flights.values()) {
        files.write(flight);
      }
    }
  }
}
