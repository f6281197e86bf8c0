package dev.headrace.io.lake.raw;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.base.Throwables;
import dev.headrace.io.lake.TestLake;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.io.lake.store.PartFile;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.fetch.Landing.ShardLog;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadRawTest {
  @TempDir private Path folder;
  private List<StoredObject> parts;

  @BeforeEach
  void land() throws IOException {
    RawLanding landing = RawLanding.in(TestLake.paths(folder, "r1"), ObjectStores.FACTORY);
    try (ShardLog log = landing.open(0, PipelineOptionsFactory.create(), response -> {})) {
      log.append(Responses.of("a"));
      log.append(Responses.of("b", new byte[] {(byte) 0xFF}));
      log.finish();
      parts = log.parts();
    }
  }

  private Path part() {
    return Path.of(parts.get(0).uri().substring("file://".length()));
  }

  private PCollection<RawResponse.Located> readIn(Pipeline pipeline) {
    return pipeline.apply(Create.of(parts)).apply(ReadRaw.from(ObjectStores.FACTORY));
  }

  private void assertRefused() {
    Pipeline pipeline = Pipeline.create();
    readIn(pipeline);
    PipelineExecutionException e = assertThrows(PipelineExecutionException.class, pipeline::run);
    assertThat(
        Throwables.getStackTraceAsString(e),
        allOf(containsString(parts.get(0).uri()), not(containsString("body of a"))));
  }

  private static byte[] gzip(String... lines) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      for (String line : lines) {
        gzip.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private String firstLine() throws IOException {
    try (var lines = PartFile.reader(Files.newInputStream(part()))) {
      return lines.readLine();
    }
  }

  @Test
  void everyResponseIsReadWithItsPlace() {
    String uri = parts.get(0).uri();
    Pipeline pipeline = Pipeline.create();
    PAssert.that(readIn(pipeline))
        .containsInAnyOrder(
            RawResponse.Located.of(Origin.of(uri, 0, -1), Responses.of("a")),
            RawResponse.Located.of(
                Origin.of(uri, 1, -1), Responses.of("b", new byte[] {(byte) 0xFF})));
    pipeline.run();
  }

  @Test
  void aMissingObjectIsRefused() throws IOException {
    Files.delete(part());
    assertRefused();
  }

  @Test
  void anObjectThatIsNoGzipIsRefused() throws IOException {
    Files.writeString(part(), "other");
    assertRefused();
  }

  @Test
  void anEmptyObjectIsRefused() throws IOException {
    Files.write(part(), new byte[0]);
    assertRefused();
  }

  @Test
  void anObjectThatWasCutOffIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(part());
    Files.write(part(), Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused();
  }

  @Test
  void anObjectWithBytesAfterItsEndIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(part());
    Files.write(part(), Arrays.copyOf(bytes, bytes.length + 1));
    assertRefused();
  }

  @Test
  void anObjectThatLacksALineIsRefused() throws IOException {
    Files.write(part(), gzip(firstLine()));
    assertRefused();
  }

  @Test
  void anObjectWithOtherBodiesIsRefused() throws IOException {
    Files.write(part(), gzip(firstLine().replace("body of", "beta of"), firstLine()));
    assertRefused();
  }

  @Test
  void anObjectWhoseLineIsNoJsonIsRefusedWithoutQuotingIt() throws IOException {
    Files.write(part(), gzip(firstLine() + "}", "{\"body of a\": "));
    assertRefused();
  }

  @Test
  void anObjectWhoseLineIsNoResponseIsRefused() throws IOException {
    Files.write(part(), gzip("{}", "[]"));
    assertRefused();
  }
}
