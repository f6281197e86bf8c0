package dev.headrace.io.glue;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.glue.GlueIO.Publish;
import dev.headrace.testdata.glue.GlueEndpoint;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlueIOTest {
  private static final GluePartition MONDAY =
      GluePartition.of("2024-07-01", Tables.LOCATION + "day=2024-07-01").withContents(1, 2, 3);
  private static final GluePartition TUESDAY =
      GluePartition.of("2024-07-02", Tables.LOCATION + "day=2024-07-02");

  private GlueEndpoint glue;

  /** Opens the production client at the endpoint. */
  private record AtEndpoint(URI endpoint) implements GlueCatalog.Factory {
    @Override
    public GlueCatalog open(PipelineOptions options) {
      return AwsGlueCatalogTest.catalogAt(endpoint);
    }
  }

  @BeforeEach
  void start() throws IOException {
    glue = new GlueEndpoint(Set.of("lake"), 1000);
  }

  @AfterEach
  void stop() {
    glue.close();
  }

  private Publish publish(Schema schema) {
    return GlueIO.publish(Tables.byDay(schema)).withCatalog(new AtEndpoint(glue.uri()));
  }

  private static void run(Publish publish, Publication expected, GluePartition... partitions) {
    Pipeline pipeline = Pipeline.create();
    PCollection<Publication> published =
        pipeline
            .apply(Create.of(List.of(partitions)).withCoder(GluePartition.CODER))
            .apply(publish);
    PAssert.thatSingleton(published).isEqualTo(expected);
    pipeline.run().waitUntilFinish();
  }

  @Test
  void aPipelinePublishesItsDatasetOnceHoweverOftenItRuns() {
    Publish first = publish(Tables.FIRST).withRunId("run-1");
    run(
        first,
        Publication.of("lake.readings", "1", List.of(), List.of(), 2, 0, 0),
        MONDAY,
        TUESDAY);
    glue.operations().clear();

    run(
        first,
        Publication.of("lake.readings", "1", List.of(), List.of(), 0, 0, 2),
        MONDAY,
        TUESDAY);

    assertThat(glue.operations(), is(List.of("GetTable", "BatchGetPartition")));
  }

  @Test
  void aPipelineTellsWhatItChanged() {
    run(
        publish(Tables.FIRST),
        Publication.of("lake.readings", "0", List.of(), List.of(), 1, 0, 0),
        MONDAY);

    run(
        publish(Tables.SECOND),
        Publication.of("lake.readings", "2", List.of("flood"), List.of("level"), 1, 1, 0),
        TUESDAY);
  }

  @Test
  void aPipelineWithoutPartitionsHasItsTableToo() {
    run(publish(Tables.FIRST), Publication.of("lake.readings", "0", List.of(), List.of(), 0, 0, 0));

    assertThat(glue.operations(), hasSize(3));
  }

  @Test
  void aSchemaThatTheTableCannotTakeFailsThePipeline() {
    run(
        publish(Tables.SECOND),
        Publication.of("lake.readings", "0", List.of(), List.of(), 1, 0, 0),
        MONDAY);
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(Create.of(MONDAY)).apply(publish(Tables.FIRST));

    Exception failure =
        assertThrows(
            Pipeline.PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish());

    assertThat(
        failure.getMessage(), containsString("the column level is bigint and would become int"));
  }

  @Test
  void unboundedInputIsRefusedInsteadOfWaitedFor() {
    PCollection<GluePartition> partitions =
        Pipeline.create()
            .apply(Create.empty(GluePartition.CODER))
            .setIsBoundedInternal(PCollection.IsBounded.UNBOUNDED);

    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> partitions.apply(publish(Tables.FIRST)));

    assertThat(refusal.getMessage(), containsString("bounded"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 256})
  void aRunIdHas1To255Characters(int length) {
    assertThrows(
        IllegalArgumentException.class, () -> publish(Tables.FIRST).withRunId("x".repeat(length)));
  }

  @Test
  void theTransformAndItsFunctionTravel() {
    Publish publish = publish(Tables.FIRST).withRunId("1");

    assertThat(SerializableUtils.ensureSerializable(publish), is(publish));
    SerializableUtils.ensureSerializable(GlueIO.publish(Tables.byDay(Tables.FIRST)));
    SerializableUtils.ensureSerializable(
        GlueIO.publish(Tables.byDay(Tables.FIRST))
            .withCatalog(AwsGlueCatalog.inRegion("eu-west-1")));
    SerializableUtils.ensureSerializable(
        new GlueIO.PublishFn(
            new GlueIO.Settings(publish.table(), publish.catalog(), publish.runId()),
            Pipeline.create().apply(Create.empty(GluePartition.CODER)).apply(View.asIterable())));
  }

  @Test
  void partitionsAndPublicationsTravel() throws Exception {
    Publication publication =
        Publication.of("lake.readings", "7", List.of("a", "b"), List.of("c"), 1L << 40, 2, 3);

    assertThat(CoderUtils.clone(GluePartition.CODER, MONDAY), is(MONDAY));
    assertThat(CoderUtils.clone(GluePartition.CODER, TUESDAY), is(TUESDAY));
    assertThat(CoderUtils.clone(Publication.CODER, publication), is(publication));
  }

  @Test
  void beamFindsTheCodersByItself() throws Exception {
    Pipeline pipeline = Pipeline.create();

    assertThat(pipeline.getCoderRegistry().getCoder(GluePartition.class), is(GluePartition.CODER));
    assertThat(pipeline.getCoderRegistry().getCoder(Publication.class), is(Publication.CODER));
  }
}
