package dev.headrace.io.redshift.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.RedshiftIO;
import dev.headrace.io.redshift.write.RowsFixture;
import java.io.IOException;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

class ReadQueryTest extends RowsFixture {
  private static final Schema IDS =
      Schema.builder().addNullableField("id", Schema.FieldType.INT64).build();

  private static Row id(long id) {
    return Row.withSchema(IDS).addValue(id).build();
  }

  @Test
  void theStatementQuotesTheQueryAndAsksForAManifest() {
    assertThat(
        UnloadFn.statement("SELECT 'a'", "s3://b/p/", "default"),
        is(
            "UNLOAD ('SELECT ''a''') TO 's3://b/p/' IAM_ROLE default FORMAT AS PARQUET"
                + " MANIFEST VERBOSE MAXFILESIZE 256 MB"));
  }

  @Test
  void whatAnAttemptThatDiedHasUnloadedIsNotRead() throws Exception {
    run(
        "CREATE TABLE " + name + " (id BIGINT)",
        "INSERT INTO " + name + " VALUES (1), (2)",
        "UNLOAD ('SELECT * FROM "
            + name
            + "') TO '"
            + STAGING
            + "/unload-dead/' IAM_ROLE default FORMAT PARQUET MANIFEST VERBOSE");

    Pipeline pipeline = Pipeline.create();
    PAssert.that(pipeline.apply(read("SELECT id FROM " + name, IDS)))
        .containsInAnyOrder(id(1), id(2));
    pipeline.run().waitUntilFinish();

    assertThat(staged(), hasItem("staging/unload-dead/manifest"));
  }

  @Test
  void otherColumnsThanDeclaredFailTheRead() {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(read("SELECT 1::integer AS id", IDS));

    Exception failure = assertThrows(Exception.class, () -> pipeline.run().waitUntilFinish());

    assertThat(failure.getMessage(), allOf(containsString("id INT32"), containsString("id INT64")));
  }

  @Test
  void aManifestWhoseFilesDoNotAddUpIsRefused() {
    String manifest =
        "{\"entries\":[{\"url\":\"s3://b/1\",\"meta\":{\"record_count\":2}}],"
            + "\"meta\":{\"record_count\":3}}";

    Exception failure =
        assertThrows(
            IOException.class, () -> Unloaded.of("s3://b/", manifest.getBytes(UTF_8), IDS));

    assertThat(failure.getMessage(), containsString("tells 3 rows, but its files 2"));
  }

  @Test
  void aFileWithOtherRowsThanItsManifestTellsIsRefused() throws Exception {
    run(
        "UNLOAD ('SELECT 1::bigint AS id') TO '"
            + STAGING
            + "/counted/' IAM_ROLE default FORMAT PARQUET PARALLEL OFF");
    String file =
        staged().stream().filter(key -> key.contains("/counted/")).findFirst().orElseThrow();
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(
            Create.of(new UnloadedFile("s3://" + BUCKET + "/" + file, 2))
                .withCoder(SerializableCoder.of(UnloadedFile.class)))
        .apply(ParDo.of(new ReadFileFn(stores(), IDS)))
        .setRowSchema(IDS);

    Exception failure = assertThrows(Exception.class, () -> pipeline.run().waitUntilFinish());

    assertThat(failure.getMessage(), containsString("holds 1 rows, but its manifest tells 2"));
  }

  @Test
  void whatIsMissingIsNamedByItsMethod() {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Pipeline.create().apply(RedshiftIO.read("SELECT 1").withSchema(IDS)));

    assertThat(refusal.getMessage(), containsString("is required"));
    assertThrows(IllegalArgumentException.class, () -> RedshiftIO.read(" "));
  }
}
