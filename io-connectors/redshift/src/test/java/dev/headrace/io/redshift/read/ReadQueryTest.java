package dev.headrace.io.redshift.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.RedshiftIO;
import dev.headrace.io.redshift.write.RowsFixture;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadQueryTest extends RowsFixture {
  private static final Schema IDS =
      Schema.builder().addNullableField("id", Schema.FieldType.INT64).build();

  private static final Pattern UNLOAD =
      Pattern.compile("^UNLOAD .* TO 's3://" + BUCKET + "/([^']+)' IAM_ROLE");

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

  @AfterEach
  void clearFaults() {
    redshift().faults().clear();
  }

  private void readIds(Row... expected) {
    Pipeline pipeline = Pipeline.create();
    PAssert.that(pipeline.apply(read("SELECT id FROM " + name, IDS))).containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  @Test
  void whatAnAttemptThatDiedHasUnloadedIsNotRead() throws Exception {
    run("CREATE TABLE " + name + " (id BIGINT)", "INSERT INTO " + name + " VALUES (1), (2)");
    List<String> before = staged();
    List<String> prefixes = new CopyOnWriteArrayList<>();
    redshift()
        .faults()
        .watch(
            sql -> {
              Matcher unload = UNLOAD.matcher(sql);
              if (unload.find()) {
                prefixes.add(unload.group(1));
              }
            });
    redshift().faults().dropAfter("^UNLOAD", 1);

    assertThrows(Exception.class, () -> readIds(id(1), id(2)));
    List<String> left = staged();
    run("DELETE FROM " + name + " WHERE id = 1", "INSERT INTO " + name + " VALUES (3)");
    readIds(id(2), id(3));

    assertThat(Set.copyOf(prefixes), hasSize(2));
    assertThat(left, hasItem(prefixes.get(0) + "manifest"));
    assertThat(left.size(), is(greaterThan(before.size() + 1)));
    assertThat(staged(), is(left));
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
