package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.http.HttpIO;
import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.io.http.pages.CursorPages;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.io.lake.raw.RawLanding;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.testdata.s3.LocalS3;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.StreamedJson;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.run.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** A body of 3 GB, by a JVM with half a GB. */
class LargeBodyTest {
  private static final long BYTES = 3_000_000_000L;
  private static final String HEAP = "-Xmx512m";

  @TempDir Path folder;

  /** What the small JVM runs. */
  public static final class Main {
    private Main() {}

    /** Fetches one answer from the API of the first argument to the S3 of the second. */
    public static void main(String[] args) {
      PipelineOptions options = PipelineOptionsFactory.create();
      AwsOptions aws = options.as(AwsOptions.class);
      aws.setAwsRegion(Region.of(LocalS3.REGION));
      aws.setEndpoint(URI.create(args[1]));
      aws.setAwsCredentialsProvider(
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create(LocalS3.ACCESS_KEY_ID, LocalS3.SECRET_ACCESS_KEY)));
      RunPaths paths =
          new RunPaths("s3://raw", "s3://raw", "s3://raw", "s3://raw", "stub", "all", "r1");
      Pipeline pipeline = Pipeline.create(options);
      pipeline
          .apply(
              Create.of(List.of(FetchRequest.get("stub", "all", "/all")))
                  .withCoder(FetchRequest.CODER))
          .apply(fetch(URI.create(args[0]), paths));
      pipeline.run().waitUntilFinish();
    }

    private static Fetch fetch(URI url, RunPaths paths) {
      return HttpIO.fetch(url, DeadLetter.Context.of("r1", "stub", "all"))
          .withPrivateAddresses()
          .landingIn(RawLanding.in(paths, ObjectStores.FACTORY))
          .withPaginator(CursorPages.of("/next", "cursor"))
          .withMaxBodyBytes(4L << 30)
          .withMaxDecodedBytes(4L << 30)
          .withRetries(Retries.defaults().withAttemptTimeout(Duration.ofHours(1)))
          .withShards(1);
    }
  }

  @Test
  void aBodyLargerThanTheMemoryLandsByteForByte() throws Exception {
    try (LocalS3 s3 = LocalS3.at(folder.resolve("s3"));
        StubApi api = StubApi.start(request -> Answer.streamed(BYTES))) {
      s3.withBucket("raw");

      assertThat(exitCode(api.baseUri(), s3.endpoint()), is(0));

      String part = s3.keys("raw", "stub/all/run=r1/part-").get(0);
      JsonNode line = firstLine(s3.bytes("raw", part));
      assertThat(line.path("length").longValue(), is(BYTES));
      assertThat(line.path("attempts").intValue(), is(1));
      assertThat(line.path("sha256").textValue(), is(StreamedJson.of(BYTES).sha256()));
      assertThat(
          sumOf(s3, line.path("bodyObject").textValue().substring("s3://raw/".length())),
          is(line.path("sha256").textValue()));
    }
  }

  private int exitCode(URI api, URI s3) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                api.toString(),
                s3.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(1, TimeUnit.HOURS);
      String said = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(said, ended, is(true));
      assertThat(said, process.exitValue(), is(0));
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static JsonNode firstLine(byte[] part) throws IOException {
    try (InputStream in = new GZIPInputStream(new java.io.ByteArrayInputStream(part))) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static String sumOf(LocalS3 s3, String key) throws IOException {
    MessageDigest sum = Sha256.digest();
    try (InputStream in =
        new DigestInputStream(s3.client().getObject(r -> r.bucket("raw").key(key)), sum)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Sha256.hex(sum);
  }
}
