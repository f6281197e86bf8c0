package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.example.StrongQuakes;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.EarthquakeFeed;
import dev.headrace.testdata.api.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline that the README shows, run as the README says. */
class OwnPipelineTest {
  private static final Path README = Path.of("..", "..", "README.md");

  @TempDir Path folder;

  @Test
  void aPipelineOnTheClassPathIsRunByItsName() throws Exception {
    try (Platform platform = Platform.start(folder);
        EarthquakeApi api = EarthquakeApi.start(Script.none().withEmptyPages())) {
      CommandLineRun run =
          CommandLineRun.of(
              CommandLineRun.runArguments(
                  new StrongQuakes().name(),
                  platform,
                  api,
                  "--start=2018-01-31",
                  "--end=2018-02-08"));

      assertThat(run.err(), run.exitCode(), is(0));
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
