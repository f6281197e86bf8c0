package dev.headrace.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.lake.parquet.DatasetFiles;
import dev.headrace.io.lake.parquet.DatasetFiles.Compression;
import dev.headrace.io.lake.parquet.WriteParquet;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.records.Conform;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.RecordSteps;
import dev.headrace.transforms.records.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the lake, written on Spark and read by Spark SQL. */
class LakeOnSparkTest {
  private static final Contract CONTRACT =
      Contract.of(
          new Schema.Parser()
              .parse(
                  """
                  {"type": "record", "name": "Sale", "fields": [
                    {"name": "id", "type": "string"},
                    {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                    {"name": "day", "type": {"type": "int", "logicalType": "date"}, "path": "/at"},
                    {"name": "due", "type": {"type": "int", "logicalType": "date"}},
                    {"name": "amount", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}]},
                    {"name": "count", "type": ["null", "int"]},
                    {"name": "paid", "type": "boolean"},
                    {"name": "tags", "type": {"type": "array", "items": "string"}}]}
                  """));

  @TempDir private Path folder;

  private static RecordOutcome record(int index, String json) {
    return SourceRecord.of(
        json.getBytes(StandardCharsets.UTF_8), Origin.of("s3://raw/part", 0, index));
  }

  private void write() {
    SparkPipelineOptions options = PipelineOptionsFactory.as(SparkPipelineOptions.class);
    options.setRunner(SparkRunner.class);
    options.setSparkMaster("local[2]");
    new SparkSetup().prepare(options);
    String root = "file://" + folder;
    RunPaths paths = new RunPaths(root, root + "/lake", root, root, "shop", "sales", "r1");
    DatasetFiles files =
        DatasetFiles.of(paths, "sales", CONTRACT.schema())
            .withPartition("day")
            .withCompression(Compression.ZSTD);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(
            Create.of(
                    record(
                        0,
                        """
                        {"id":"a","at":"2018-02-07T23:59:59.000001Z","due":"2018-03-01",
                         "amount":-1234567890.12,"count":null,"paid":true,"tags":["x","y"]}"""),
                    record(
                        1,
                        """
                        {"id":"b","at":"2018-02-08T00:00:00Z","due":"1969-12-31",
                         "amount":0.01,"count":-7,"paid":false,"tags":[]}"""))
                .withCoder(RecordOutcomeCoder.raw()))
        .apply(RecordSteps.of(Conform.to(CONTRACT)))
        .apply(KeepLatest.by("id").withPartition("day").withBuckets(2))
        .apply(WriteParquet.of(paths, files, "2018-02-08", ObjectStores.FACTORY));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void sparkReadsTheDeclaredTypesAndValues() {
    write();

    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()) {
      Dataset<Row> sales = spark.read().parquet(folder + "/lake/sales").orderBy("id");

      assertThat(
          sales.schema().toDDL(),
          is(
              "id STRING,at TIMESTAMP,due DATE,amount DECIMAL(12,2),count INT,paid BOOLEAN,"
                  + "tags ARRAY<STRING>,day DATE"));
      // As JSON, Spark tells times to the millisecond.
      assertThat(
          sales.selectExpr("cast(at AS STRING)").first().getString(0),
          is("2018-02-07 23:59:59.000001"));
      assertThat(
          sales.toJSON().collectAsList(),
          is(
              List.of(
                  "{\"id\":\"a\",\"at\":\"2018-02-07T23:59:59.000Z\",\"due\":\"2018-03-01\","
                      + "\"amount\":-1234567890.12,\"paid\":true,\"tags\":[\"x\",\"y\"],"
                      + "\"day\":\"2018-02-07\"}",
                  "{\"id\":\"b\",\"at\":\"2018-02-08T00:00:00.000Z\",\"due\":\"1969-12-31\","
                      + "\"amount\":0.01,\"count\":-7,\"paid\":false,\"tags\":[],"
                      + "\"day\":\"2018-02-08\"}")));
    }
  }
}
