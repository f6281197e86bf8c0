package dev.headrace.io.redshift.write;

import dev.headrace.io.redshift.RedshiftIO;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.load.S3Store;
import dev.headrace.io.redshift.load.WarehouseFixture;
import dev.headrace.io.redshift.read.ReadQuery;
import dev.headrace.transforms.store.ObjectStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** Writes rows into tables of the local Redshift. */
public abstract class RowsFixture extends WarehouseFixture {
  protected static final Schema SCHEMA =
      Schema.builder()
          .addNullableField("id", Schema.FieldType.INT64)
          .addNullableField("place", Schema.FieldType.STRING)
          .build();

  protected String name;
  protected RedshiftTable places;

  @BeforeEach
  void namePlaces() {
    name = "public.places_" + UUID.randomUUID().toString().replace("-", "");
    places =
        RedshiftTable.of(
            name,
            List.of(
                Column.converted("id", "BIGINT", false),
                Column.converted("place", "VARCHAR(5)", true)));
  }

  protected static ObjectStore.Factory stores() {
    return new S3Store.Factory(s3().endpoint());
  }

  protected WriteRows<Row> writeRows() {
    return RedshiftIO.writeRows()
        .to(places)
        .withConnection(warehouse())
        .withStaging(stores(), STAGING)
        .withLoadId("1")
        .withLedger(ledger);
  }

  protected static ReadQuery read(String query, Schema schema) {
    return RedshiftIO.read(query)
        .withSchema(schema)
        .withConnection(warehouse())
        .withStaging(stores(), STAGING);
  }

  protected static Row place(@Nullable Object id, @Nullable Object place) {
    return Row.withSchema(SCHEMA).addValues(id, place).build();
  }

  protected static void run(WriteRows<Row> write, Row... rows) {
    run(write, SCHEMA, List.of(rows));
  }

  protected static void run(WriteRows<Row> write, Schema schema, List<Row> rows) {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(Create.of(rows).withRowSchema(schema)).apply(write);
    pipeline.run().waitUntilFinish();
  }

  /** Runs, and asserts which rows were rejected, as {@code REASON column}. */
  protected static void runRejecting(WriteRows<Row> write, List<Row> rows, String... rejected) {
    Pipeline pipeline = Pipeline.create();
    WriteResult result =
        pipeline.apply(Create.of(rows).withRowSchema(rows.get(0).getSchema())).apply(write);
    PAssert.that(result.rejected())
        .satisfies(
            found -> {
              List<String> told = new ArrayList<>();
              found.forEach(row -> told.add(row.reason() + " " + row.column()));
              told.sort(null);
              String[] expected = rejected.clone();
              Arrays.sort(expected);
              if (!told.equals(Arrays.asList(expected))) {
                throw new AssertionError("Rejected were " + told);
              }
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  protected List<List<String>> loaded() throws Exception {
    return rows("SELECT id, place FROM " + name + " ORDER BY 1, 2");
  }

  protected static List<String> staged() {
    return s3().client().listObjectsV2(r -> r.bucket(BUCKET).prefix("staging/")).contents().stream()
        .map(object -> object.key())
        .toList();
  }
}
