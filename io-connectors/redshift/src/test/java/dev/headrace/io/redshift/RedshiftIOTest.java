package dev.headrace.io.redshift;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.RedshiftIO.LoadFiles;
import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadPlan;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.load.Reading;
import dev.headrace.io.redshift.load.Results;
import dev.headrace.io.redshift.load.S3Store;
import dev.headrace.io.redshift.load.WarehouseFixture;
import dev.headrace.transforms.run.StoredObject;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedshiftIOTest extends WarehouseFixture {
  private static final Reading OSLO = Reading.of("a", "Oslo", 1);

  private LoadFiles loadFiles() {
    return RedshiftIO.loadFiles(upserted)
        .withConnection(warehouse())
        .withStaging(new S3Store.Factory(s3().endpoint()), STAGING)
        .withLoadId("1")
        .withLedger(ledger);
  }

  private static void run(LoadFiles load, LoadResult expected, StoredObject... files) {
    Pipeline pipeline = Pipeline.create();
    PCollection<LoadResult> results =
        pipeline.apply(Create.of(List.of(files)).withCoder(StoredObject.CODER)).apply(load);
    PAssert.thatSingleton(Results.brief(results)).isEqualTo(expected);
    pipeline.run().waitUntilFinish();
  }

  @Test
  void aPipelineLoadsItsFilesOnceHoweverOftenItRuns() throws Exception {
    StoredObject[] files = {file(OSLO), file(Reading.of("b", null, 2))};

    run(loadFiles(), LoadResult.of("1", upserted.name(), Status.LOADED, 2), files);
    run(loadFiles(), LoadResult.of("1", upserted.name(), Status.ALREADY_LOADED, 2), files);

    assertThat(readings(), is(sorted(OSLO, Reading.of("b", null, 2))));
  }

  @Test
  void aPipelineWithoutFilesHasItsLoadToo() throws Exception {
    run(loadFiles(), LoadResult.of("1", upserted.name(), Status.LOADED, 0));

    assertThat(ledgerRows(), is(1L));
  }

  @Test
  void theStagingLocationMayEndInASlash() throws Exception {
    LoadFiles load = loadFiles().withStaging(new S3Store.Factory(s3().endpoint()), STAGING + "//");

    run(load, LoadResult.of("1", upserted.name(), Status.LOADED, 1), file(OSLO));

    assertThat(load.staging(), is(STAGING));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"CONNECTION|withConnection", "STAGING|withStaging", "LOAD_ID|withLoadId"})
  void aSettingThatIsMissingIsNamedByItsMethod(String missing, String method) {
    LoadFiles load = RedshiftIO.loadFiles(upserted);
    if (!missing.equals("CONNECTION")) {
      load = load.withConnection(warehouse());
    }
    if (!missing.equals("STAGING")) {
      load = load.withStaging(new S3Store.Factory(s3().endpoint()), STAGING);
    }
    if (!missing.equals("LOAD_ID")) {
      load = load.withLoadId("1");
    }
    LoadFiles incomplete = load;
    PCollection<StoredObject> files = Pipeline.create().apply(Create.empty(StoredObject.CODER));

    Exception refusal = assertThrows(IllegalArgumentException.class, () -> files.apply(incomplete));

    assertThat(refusal.getMessage(), containsString(method));
    assertThat(refusal.getMessage(), containsString("is required"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default",
        "arn:aws:iam::123456789012:role/copy",
        "arn:aws-cn:iam::123456789012:role/path/copy",
        "arn:aws:iam::123456789012:role/a,arn:aws:iam::210987654321:role/b",
      })
  void aRoleIsTaken(String role) {
    assertThat(loadFiles().withIamRole(role).iamRole(), is(role));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "copy",
        "DEFAULT",
        "arn:aws:iam::1234:role/copy",
        "arn:aws:iam::123456789012:user/me",
        "arn:aws:iam::123456789012:role/x' ACCESS_KEY_ID 'y",
        "default,arn:aws:iam::123456789012:role/copy",
      })
  void whatIsNoRoleIsRefused(String role) {
    assertThrows(IllegalArgumentException.class, () -> loadFiles().withIamRole(role));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tmp/x", "s3://key:s3cr3t@bucket/x", "S3://b", "s3://", "s3:///"})
  void aStagingLocationThatIsNoneIsRefusedWithoutRepeatingSecrets(String location) {
    S3Store.Factory stores = new S3Store.Factory(s3().endpoint());

    Exception refusal =
        assertThrows(
            IllegalArgumentException.class, () -> loadFiles().withStaging(stores, location));

    assertThat(refusal.getMessage(), not(containsString("s3cr3t")));
  }

  @Test
  void aLoadIdIsAsLongAsTheLedgerHoldsSoThatLongNamesOfARunAreNotRefused() {
    String longest = "é".repeat(256);
    assertThat(loadFiles().withLoadId(longest).loadId(), is(longest));
    assertThrows(IllegalArgumentException.class, () -> loadFiles().withLoadId(longest + "x"));
    assertThrows(IllegalArgumentException.class, () -> loadFiles().withLoadId(""));
  }

  @Test
  void aLedgerThatCannotBeIsRefusedAtOnce() {
    assertThrows(IllegalArgumentException.class, () -> loadFiles().withLedger("Loads"));
  }

  @Test
  void aSequenceWithoutKeysIsRefusedInsteadOfIgnored() {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> RedshiftIO.loadFiles(appended.withSequence("version")));

    assertThat(refusal.getMessage(), containsString("withKeys"));
  }

  @Test
  void unboundedInputIsRefusedInsteadOfWaitedFor() {
    PCollection<StoredObject> files =
        Pipeline.create()
            .apply(Create.empty(StoredObject.CODER))
            .setIsBoundedInternal(PCollection.IsBounded.UNBOUNDED);

    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> files.apply(loadFiles()));

    assertThat(refusal.getMessage(), containsString("bounded"));
  }

  @Test
  void theTransformAndItsFunctionTravel() {
    LoadFiles load = loadFiles();
    PCollectionView<Iterable<StoredObject>> files =
        Pipeline.create().apply(Create.empty(StoredObject.CODER)).apply(View.asIterable());

    assertThat(SerializableUtils.ensureSerializable(load), is(load));
    SerializableUtils.ensureSerializable(
        new LoadFn(
            warehouse(),
            new S3Store.Factory(s3().endpoint()),
            STAGING,
            new LoadPlan(upserted, LoadOptions.DEFAULTS, ledger),
            "default",
            files));
  }

  @Test
  void aResultTravels() throws Exception {
    LoadResult result = LoadResult.of("№1", "public.t", Status.ALREADY_LOADED, 1L << 40);

    assertThat(CoderUtils.clone(LoadResult.CODER, result), is(result));
  }

  @Test
  void thePasswordIsInNothingThatTheTransformShows() throws Exception {
    String reference = "file:" + Files.writeString(directory.resolve("password"), "s3cr3t");
    LoadFiles load = loadFiles().withConnection(warehouse().withPassword(reference));

    assertThat(load.toString(), not(containsString("s3cr3t")));
    assertThat(DisplayData.from(load).toString(), not(containsString("s3cr3t")));
    assertThat(
        new String(SerializableUtils.serializeToByteArray((Serializable) load), ISO_8859_1),
        not(containsString("s3cr3t")));
  }
}
