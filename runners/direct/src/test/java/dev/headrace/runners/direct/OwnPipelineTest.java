package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.example.StrongQuakes;
import dev.headrace.pipelines.cli.Headrace;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.EarthquakeFeed;
import dev.headrace.testdata.api.Script;
import dev.headrace.testdata.s3.LocalS3;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The pipeline that the README shows, run as the README says. */
class OwnPipelineTest {
  private static final Path README = Path.of("..", "..", "README.md");

  @TempDir Path folder;

  @Test
  void aPipelineOnTheClassPathIsRunByItsName() throws Exception {
    try (Platform platform = Platform.start(folder);
        EarthquakeApi api = EarthquakeApi.start(Script.none().withEmptyPages())) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      CommandLine headrace = Headrace.commandLine();
      headrace.setOut(new PrintWriter(out, true));
      headrace.setErr(new PrintWriter(err, true));

      int exitCode =
          headrace.execute(
              "run",
              new StrongQuakes().name(),
              "--start=2018-01-31",
              "--end=2018-02-08",
              "--api-url=" + api.baseUri(),
              "--raw=s3://raw",
              "--transformed=s3://transformed",
              "--dead-letter=s3://dead-letter",
              "--staging=s3://staging",
              "--warehouse-url=" + platform.redshift().jdbcUrl(),
              "--warehouse-user=" + platform.redshift().user(),
              "--",
              "--awsRegion=" + LocalS3.REGION,
              "--endpoint=" + platform.s3().endpoint(),
              "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\"%s\",\"secretAccessKey\":\"%s\"}"
                  .formatted(LocalS3.ACCESS_KEY_ID, LocalS3.SECRET_ACCESS_KEY));

      assertThat(err.toString(), exitCode, is(0));
      long strong =
          EarthquakeFeed.load().features().stream()
              .filter(event -> event.path("properties").path("mag").asDouble() >= 4.5)
              .count();
      assertThat(
          platform.rows("SELECT count(*) FROM strong_quakes"), is(List.of(Long.toString(strong))));
      assertThat(
          platform.keys(),
          hasItem(containsString("transformed/strong-quakes/network=us/2018-01-31T000000Z")));
    }
  }

  @Test
  void theReadmeShowsThisVeryCode() throws IOException {
    String readme = Files.readString(README);
    Path sources = Path.of("src", "test");
    String code = Files.readString(sources.resolve("java/com/example/StrongQuakes.java"));
    String schema = Files.readString(sources.resolve("resources/com/example/strong-quake.avsc"));
    assertThat(readme, containsString(code));
    assertThat(readme, containsString(schema));
  }
}
