package dev.headrace.benchmarks.reprocess;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/**
 * Spark as one writes it, in two passes: the flights by {@code read.json}, which parses quickest,
 * and the dead letters from the text, for {@code read.json} keeps a line as it came only if it
 * cannot be parsed, and not if a value is missing or out of range.
 */
final class SparkSqlReprocess {
  private static final String CORRUPT = "corrupt";
  private static final String CORRUPT_OPTION = "columnNameOfCorruptRecord";

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "flight_key STRING, date TIMESTAMP, delay INT, distance INT, origin STRING,"
              + " destination STRING, month STRING, updated_at TIMESTAMP, corrupt STRING");

  private SparkSqlReprocess() {}

  static void run(Task task) {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[" + Task.PARALLELISM + "]")
            .appName("reprocess")
            .config("spark.sql.shuffle.partitions", Task.BUCKETS)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            .getOrCreate()) {
      String bodies = task.input() + "/body-*.ndjson";
      latest(valid(spark, bodies)).write().partitionBy("month").parquet(task.parquet().toString());
      invalid(spark, bodies).write().json(task.deadLetters().toString());
    }
  }

  private static Dataset<Row> valid(SparkSession spark, String bodies) {
    return spark
        .read()
        .schema(SCHEMA)
        .option(CORRUPT_OPTION, CORRUPT)
        .json(bodies)
        .where(reason().isNull())
        .drop(CORRUPT);
  }

  private static Dataset<Row> latest(Dataset<Row> flights) {
    Column place =
        row_number().over(Window.partitionBy("flight_key").orderBy(col("updated_at").desc()));
    return flights.withColumn("place", place).where(col("place").equalTo(1)).drop("place");
  }

  private static Dataset<Row> invalid(SparkSession spark, String bodies) {
    Column record = from_json(col("value"), SCHEMA, Map.of(CORRUPT_OPTION, CORRUPT));
    // Without the detour the optimizer would parse a line anew for every field that is looked at.
    return spark
        .read()
        .text(bodies)
        .select(col("value").as("line"), explode(array(record)).as("record"))
        .select("line", "record.*")
        .select(col("line"), reason().as("reason"))
        .where(col("reason").isNotNull());
  }

  /** Why a record is none; Spark itself refuses a text in the place of a number. */
  private static Column reason() {
    return coalesce(
        when(col(CORRUPT).isNotNull(), "the line is not JSON, or a value has another type"),
        missing("flight_key"),
        missing("date"),
        missing("delay"),
        outOfRange("delay", Rules.MIN_DELAY, Rules.MAX_DELAY),
        missing("distance"),
        outOfRange("distance", Rules.MIN_DISTANCE, Rules.MAX_DISTANCE),
        missing("origin"),
        missing("destination"),
        missing("month"),
        missing("updated_at"));
  }

  private static Column missing(String field) {
    return when(col(field).isNull(), field + " is missing");
  }

  private static Column outOfRange(String field, int min, int max) {
    return when(not(col(field).between(min, max)), field + " is out of range");
  }
}
