package dev.headrace.io.glue;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.headrace.testdata.glue.GlueEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeExampleTest {
  private static final List<String> PROPERTIES =
      List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.endpointUrlGlue");

  @AfterEach
  void clear() {
    PROPERTIES.forEach(System::clearProperty);
  }

  private static void publish(PCollection<GluePartition> partitions, Schema schema) {
    GlueTable readings =
        GlueTable.builder()
            .name("lake", "readings")
            .schema(schema)
            .partition("day")
            .at("s3://transformed/readings")
            .build();
    PCollection<Publication> published =
        partitions.apply(
            GlueIO.publish(readings)
                .withCatalog(AwsGlueCatalog.inRegion("eu-west-1"))
                .withRunId("2024-07-01"));
    published.setName("Published");
  }

  @Test
  void theExampleRunsWithTheProductionClient() throws IOException {
    try (GlueEndpoint glue = new GlueEndpoint(Set.of("lake"), 1000)) {
      System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
      System.setProperty("aws.secretAccessKey", "key");
      System.setProperty("aws.endpointUrlGlue", glue.uri().toString());
      Pipeline pipeline = Pipeline.create();
      PCollection<GluePartition> partitions =
          pipeline.apply(
              Create.of(
                  GluePartition.of("2024-07-01", "s3://transformed/readings/day=2024-07-01")));

      publish(partitions, Tables.FIRST);
      pipeline.run().waitUntilFinish();

      assertThat(
          glue.operations(),
          is(
              List.of(
                  "GetTable",
                  "CreateTable",
                  "GetTable",
                  "BatchGetPartition",
                  "BatchCreatePartition",
                  "GetTable",
                  "UpdateTable",
                  "GetTable")));
    }
  }

  @Test
  void theExampleIsTheReadmes() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int start = readme.indexOf("```java") + "```java".length();
    String example = readme.substring(start, readme.indexOf("```", start));
    assertThat(example.length(), greaterThan(100));

    String test =
        Files.readString(Path.of("src/test/java/dev/headrace/io/glue/ReadmeExampleTest.java"));

    assertThat(inOneLine(test), containsString(inOneLine(example)));
  }

  private static String inOneLine(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GetTable",
        "CreateTable",
        "UpdateTable",
        "GetPartitions",
        "BatchGetPartition",
        "BatchCreatePartition",
        "BatchUpdatePartition",
      })
  void thePermissionOfEveryOperationIsInTheReadme(String operation) throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(readme, startsWith("# "));
    assertThat(readme, containsString("\"glue:" + operation + "\""));
  }
}
