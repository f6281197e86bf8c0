package dev.headrace.io.glue;

import static java.util.Collections.nCopies;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.testdata.glue.GlueEndpoint;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.Table;

class AwsGlueCatalogTest extends GlueCatalogContract {
  private static final int PAGE = 99;

  private GlueEndpoint glue;
  private GlueCatalog catalog;

  @BeforeEach
  void start() throws IOException {
    glue = new GlueEndpoint(Set.of(DATABASE), PAGE);
    catalog = catalogAt(glue.uri());
  }

  @AfterEach
  void stop() {
    catalog.close();
    glue.close();
  }

  /** The production client, which tries again at once. */
  static GlueCatalog catalogAt(URI endpoint) {
    return new AwsGlueCatalog(
        GlueClient.builder()
            .endpointOverride(endpoint)
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "key")))
            .overrideConfiguration(
                c ->
                    c.retryStrategy(
                        AwsGlueCatalog.retries()
                            .backoffStrategy(BackoffStrategy.retryImmediately())
                            .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                            .build()))
            .build());
  }

  @Override
  GlueCatalog catalog() {
    return catalog;
  }

  private static List<GluePartition> days(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "n" + i)
        .map(value -> GluePartition.of(value, Tables.LOCATION + "city=" + value))
        .toList();
  }

  private Publication publish(GlueTable table, List<GluePartition> partitions) {
    return new Publisher(catalog, table, "run-1", Duration.ofNanos(1)).publish(partitions);
  }

  private static Stream<String> times(int count, String operation) {
    return nCopies(count, operation).stream();
  }

  @Test
  void aRequestAsksForNoMoreThanItsLimit() {
    publish(Tables.byCity(Tables.FIRST), days(1001));

    assertThat(
        glue.operations(),
        is(
            Stream.of(
                    Stream.of("GetTable", "CreateTable", "GetTable", "BatchGetPartition"),
                    times(10, "BatchCreatePartition"),
                    Stream.of("BatchGetPartition", "BatchCreatePartition"),
                    Stream.of("GetTable", "UpdateTable", "GetTable"))
                .flatMap(names -> names)
                .toList()));
  }

  @Test
  void partitionsFollowTheTablePageByPage() {
    publish(Tables.byCity(Tables.FIRST), days(250));
    glue.operations().clear();

    Publication evolved = publish(Tables.byCity(Tables.SECOND), List.of());

    assertThat(evolved.partitionsUpdated(), is(250L));
    assertThat(
        glue.operations(),
        is(
            Stream.of(
                    Stream.of("GetTable", "UpdateTable", "GetTable"),
                    times(3, "GetPartitions"),
                    times(3, "BatchUpdatePartition"),
                    Stream.of("GetTable", "UpdateTable", "GetTable"))
                .flatMap(names -> names)
                .toList()));
  }

  @Test
  void aSecondPublishOfTheSameOnlyReads() {
    Publication first = publish(Tables.byCity(Tables.FIRST), days(3));
    glue.operations().clear();

    Publication second = publish(Tables.byCity(Tables.FIRST), days(3));

    assertThat(glue.operations(), is(List.of("GetTable", "BatchGetPartition")));
    assertThat(second.tableVersion(), is(first.tableVersion()));
    assertThat(second.partitionsUnchanged(), is(3L));
  }

  @ParameterizedTest
  @CsvSource({
    "400, ThrottlingException",
    "400, OperationTimeoutException",
    "500, InternalServiceException",
    "503, ServiceUnavailable",
  })
  void troubleThatPassesIsTriedAgainByTheClientAlone(int status, String type) {
    glue.failNext(status, type);
    glue.failNext(status, type);

    assertThat(catalog.findTable(TableId.of(DATABASE, "none")).isPresent(), is(false));
    assertThat(glue.operations(), hasSize(3));
  }

  @Test
  void troubleThatDoesNotPassEndsAfterFiveAttemptsInAll() {
    for (int i = 0; i < 10; i++) {
      glue.failNext(400, "OperationTimeoutException");
    }

    assertThrows(GlueException.class, () -> publish(Tables.byCity(Tables.FIRST), List.of()));
    assertThat(glue.operations(), hasSize(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AccessDeniedException", "InvalidInputException", "GlueEncryptionException"})
  void aRefusalIsNotTriedAgain(String type) {
    glue.failNext(400, type);

    GlueException refusal =
        assertThrows(GlueException.class, () -> publish(Tables.byCity(Tables.FIRST), List.of()));

    assertThat(refusal.awsErrorDetails().errorCode(), is(type));
    assertThat(glue.operations(), hasSize(1));
  }

  @Test
  void aConflictIsLeftToThePublisherThatReadsAgain() {
    publish(Tables.byCity(Tables.FIRST), List.of());
    glue.operations().clear();
    glue.failNext(400, "ConcurrentModificationException");

    publish(Tables.byCity(Tables.FIRST), List.of());

    assertThat(glue.operations(), is(List.of("GetTable", "GetTable")));
  }

  @Test
  void aTableWhoseCreationWasDoneWithoutAnAnswerIsThere() {
    glue.loseAnswerOf("CreateTable");

    Publication published = publish(Tables.byCity(Tables.FIRST), days(2));

    assertThat(published.partitionsCreated(), is(2L));
    assertThat(Collections.frequency(glue.operations(), "CreateTable"), is(2));
  }

  @Test
  void anUpdateThatWasDoneWithoutAnAnswerIsNotDoneAgain() {
    publish(Tables.byCity(Tables.FIRST), days(2));
    glue.loseAnswerOf("UpdateTable");

    publish(Tables.byCity(Tables.SECOND), List.of());

    Table table = catalog.findTable(TableId.of("lake", "readings")).orElseThrow();
    assertThat(table.storageDescriptor().columns(), hasSize(4));
    assertThat(TableStep.hasPartitionsBehind(table), is(false));
  }

  @Test
  void partitionsThatWereCreatedWithoutAnAnswerAreThere() {
    glue.loseAnswerOf("BatchCreatePartition");

    publish(Tables.byCity(Tables.FIRST), days(2));

    assertThat(
        catalog.getPartitions(TableId.of("lake", "readings"), List.of("n0", "n1")), hasSize(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"InternalServiceException", "ThrottlingException", "OperationTimeoutException"})
  void aPartitionThatWasNotDoneIsDoneByTheNextAttempt(String code) {
    glue.state().failPartition("n1", code);

    Publication published = publish(Tables.byCity(Tables.FIRST), days(3));

    assertThat(published.partitionsCreated(), is(3L));
    assertThat(catalog.getPartitions(TableId.of("lake", "readings"), List.of("n1")), hasSize(1));
  }

  @Test
  void aPartitionThatIsRefusedIsNamedWithItsError() {
    glue.state().failPartition("n1", "InvalidInputException");

    Exception refusal =
        assertThrows(
            PartitionBatchException.class, () -> publish(Tables.byCity(Tables.FIRST), days(3)));

    assertThat(refusal.getMessage(), containsString("n1 (InvalidInputException)"));
  }

  @Test
  void keysThatWereNotProcessedAreAskedForAgain() {
    publish(Tables.byCity(Tables.FIRST), days(5));
    glue.operations().clear();
    glue.state().leaveUnprocessed(1);

    Publication again = publish(Tables.byCity(Tables.FIRST), days(5));

    assertThat(again.partitionsUnchanged(), is(5L));
    assertThat(
        glue.operations(),
        is(Stream.concat(Stream.of("GetTable"), times(2, "BatchGetPartition")).toList()));
  }

  @Test
  void aRequestOfWhichNothingWasProcessedIsAnErrorThatPasses() {
    publish(Tables.byCity(Tables.FIRST), days(1));
    glue.state().leaveUnprocessed(1);

    PartitionBatchException failure =
        assertThrows(
            PartitionBatchException.class,
            () -> catalog.getPartitions(TableId.of("lake", "readings"), List.of("n0")));

    assertThat(failure.mayPass(), is(true));
  }
}
