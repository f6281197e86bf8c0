package dev.headrace.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.pipelines.cli.Progress;
import dev.headrace.pipelines.earthquakes.Earthquakes;
import dev.headrace.pipelines.run.RunReport;
import dev.headrace.pipelines.run.RunSettings;
import dev.headrace.pipelines.run.WholeRun;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.EarthquakeFeed;
import dev.headrace.testdata.api.Fault;
import dev.headrace.testdata.api.Malformation;
import dev.headrace.testdata.api.RequestMatcher;
import dev.headrace.testdata.api.Script;
import dev.headrace.testdata.redshift.LocalRedshift;
import dev.headrace.testdata.s3.LocalS3;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** The whole run on Spark within this JVM, from an API with trouble to the warehouse. */
class SparkLocalRunTest {
  private static final LocalDate LOST_DAY = LocalDate.of(2018, 2, 5);
  private static final String MALFORMED = "ak18250394";
  private static final String DUPLICATED = "nn00620562";
  private static final int ATTEMPTS = 3;

  @TempDir static Path folder;
  private static LocalS3 s3;
  private static LocalRedshift redshift;
  private static EarthquakeApi api;
  private static RunReport report;

  @BeforeAll
  static void runOnce() throws Exception {
    s3 = LocalS3.at(folder);
    List.of("raw", "transformed", "dead-letter", "staging").forEach(s3::withBucket);
    redshift = LocalRedshift.start(s3);
    api = EarthquakeApi.start(script());
    report =
        new WholeRun(
                new Earthquakes().define(api.baseUri(), 50),
                settings(),
                options(),
                new Progress(new PrintWriter(new StringWriter())))
            .execute();
  }

  @AfterAll
  static void stop() {
    api.close();
    redshift.close();
    s3.close();
  }

  private static Script script() {
    return Script.create()
        .on(RequestMatcher.count().and(RequestMatcher.windowStartingOn(LOST_DAY)))
        .always()
        .answer(Fault.status(500))
        .on(RequestMatcher.query())
        .times(2)
        .answer(Fault.status(503))
        .malforming(MALFORMED, Malformation.TEXT_MAGNITUDE)
        .duplicating(DUPLICATED);
  }

  private static PipelineOptions options() {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs("--runner=SparkRunner", "--sparkMaster=local[2]").create();
    AwsOptions aws = options.as(AwsOptions.class);
    aws.setAwsRegion(Region.of(s3.region()));
    aws.setEndpoint(s3.endpoint());
    aws.setAwsCredentialsProvider(
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(s3.accessKeyId(), s3.secretAccessKey())));
    new SparkSetup().prepare(options);
    return options;
  }

  private static RunSettings settings() {
    return RunSettings.builder()
        .runId("r1")
        .start(Optional.of(Instant.parse("2018-01-31T00:00:00Z")))
        .end(Instant.parse("2018-02-08T00:00:00Z"))
        .raw("s3://raw")
        .transformed("s3://transformed")
        .deadLetter("s3://dead-letter")
        .staging("s3://staging")
        .privateAddresses(true)
        .warehouse(RedshiftConnection.of(redshift.jdbcUrl(), redshift.user()))
        .retries(
            Retries.defaults()
                .withMaxAttempts(ATTEMPTS)
                .withDelays(Duration.ofMillis(5), Duration.ofMillis(20)))
        .shards(5)
        .buckets(2)
        .build();
  }

  @Test
  void theWarehouseHoldsTheValidEventsOutsideOfTheWindowThatFailed() throws Exception {
    List<String> expected =
        EarthquakeFeed.load().features().stream()
            .filter(event -> !day(event).equals(LOST_DAY))
            .map(event -> event.path("id").asText())
            .filter(id -> !id.equals(MALFORMED))
            .sorted()
            .toList();

    assertThat(ids().stream().sorted().toList(), is(expected));
  }

  private static LocalDate day(ObjectNode event) {
    Instant time = Instant.ofEpochMilli(event.path("properties").path("time").asLong());
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  private static List<String> ids() throws SQLException {
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM earthquakes")) {
      List<String> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
      return ids;
    }
  }

  @Test
  void theRequestsThatArrivedAreThePlannedAndTheRetries() {
    long planned = report.raw().count(Account.PLANNED);
    long retries = report.raw().count(Account.RETRIES);

    assertThat(retries, greaterThan((long) ATTEMPTS - 1));
    assertThat((long) api.requestCount(), is(planned + retries));
  }

  @Test
  void noAnswerIsFetchedTwice() {
    Map<String, Long> answers =
        api.served().stream()
            .filter(served -> served.status() == 200)
            .collect(
                Collectors.groupingBy(
                    served -> served.path() + "?" + served.query(), Collectors.counting()));

    assertThat(answers.values().stream().allMatch(times -> times == 1), is(true));
    assertThat((long) answers.size(), is(report.raw().count(Account.LANDED)));
  }

  @Test
  void theLedgerBalancesAndTheLoadIsWhole() {
    report.raw().requireBalance();
    report.transformed().requireBalance();

    assertThat(report.raw().count(Account.DEAD), is(1L));
    assertThat(report.transformed().count(Account.DEAD), is(1L));
    assertThat(report.transformed().count(Account.DUPLICATES), is(1L));
    assertThat(report.loaded().rows(), is(report.transformed().count(Account.WRITTEN)));
  }
}
