package dev.headrace.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.io.redshift.RedshiftIO;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.io.redshift.write.WriteRows;
import dev.headrace.testdata.redshift.LocalRedshift;
import dev.headrace.testdata.s3.LocalS3;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Rows into Redshift on Spark, while everything that Spark keeps is taken from it. */
class RowsOnSparkTest {
  private static final Schema SCHEMA = Schema.builder().addInt64Field("id").build();

  /** More than a bundle has files open for. */
  private static final int TABLES = 25;

  private static final int ROWS = 2_000;

  @Test
  void rowsOfManyTablesInTurnsAreOnceInTheirTables() throws Exception {
    try (LocalS3 s3 = LocalS3.inMemory().withBucket("staging");
        LocalRedshift redshift = LocalRedshift.start(s3);
        Evicting spark = Evicting.start("local[2]")) {
      AwsOptions options = options(s3);
      spark.applyTo(options);
      new SparkSetup().prepare(options);
      Pipeline pipeline = Pipeline.create(options);
      pipeline
          .apply(Create.of(0, 1))
          .apply(
              FlatMapElements.into(TypeDescriptor.of(Row.class)).via(RowsOnSparkTest::everyOther))
          .setRowSchema(SCHEMA)
          .apply(write(redshift));
      pipeline.run().waitUntilFinish();

      assertThat(misplaced(redshift), is(ROWS + " " + ROWS + " 0"));
      List<String> files = s3.keys("staging", "");
      assertThat(files, hasSize(lessThan(3 * TABLES)));
    }
  }

  private static AwsOptions options(LocalS3 s3) {
    AwsOptions options = PipelineOptionsFactory.as(AwsOptions.class);
    options.setAwsRegion(Region.of(LocalS3.REGION));
    options.setEndpoint(s3.endpoint());
    options.setAwsCredentialsProvider(
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(LocalS3.ACCESS_KEY_ID, LocalS3.SECRET_ACCESS_KEY)));
    return options;
  }

  private static List<Row> everyOther(int from) {
    return LongStream.iterate(from, id -> id < ROWS, id -> id + 2)
        .mapToObj(id -> Row.withSchema(SCHEMA).addValue(id).build())
        .toList();
  }

  private static WriteRows<Row> write(LocalRedshift redshift) {
    return RedshiftIO.writeRows()
        .to(
            row ->
                RedshiftTable.of(
                    "numbers_" + row.getValue().getInt64("id") % TABLES,
                    List.of(new Column("id", "BIGINT", false))))
        .withConnection(RedshiftConnection.of(redshift.jdbcUrl(), redshift.user()))
        .withStaging(ObjectStores.FACTORY, "s3://staging/numbers")
        .withStagedFilesKept()
        .withLoadId("1");
  }

  /** All rows, the different ones of them, and those that are not in their table. */
  private static String misplaced(LocalRedshift redshift) throws SQLException {
    String all =
        IntStream.range(0, TABLES)
            .mapToObj(table -> "SELECT %1$d AS t, id FROM numbers_%1$d".formatted(table))
            .collect(Collectors.joining(" UNION ALL "));
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT COUNT(*) || ' ' || COUNT(DISTINCT id) || ' '"
                    + " || SUM(CASE WHEN id % "
                    + TABLES
                    + " = t THEN 0 ELSE 1 END) FROM ("
                    + all
                    + ") AS found")) {
      result.next();
      return result.getString(1);
    }
  }
}
