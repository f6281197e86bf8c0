package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.example.StrongQuakes;
import dev.headrace.pipelines.run.Window;
import dev.headrace.pipelines.yaml.YamlPipeline;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.EarthquakeFeed;
import dev.headrace.testdata.api.Script;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline that the README shows, in YAML and in Java, run as the README says. */
class OwnPipelineTest {
  private static final Path README = Path.of("..", "..", "README.md");
  private static final Window DAY =
      new Window(Instant.parse("2018-01-31T00:00:00Z"), Instant.parse("2018-02-01T00:00:00Z"));

  @TempDir Path folder;

  @Test
  void aPipelineOnTheClassPathIsRunByItsName() throws Exception {
    List<String> rows = rowsOf(new StrongQuakes().name(), "java");

    assertThat(rows, hasSize(strong()));
  }

  @Test
  void aPipelineInYamlBringsTheSameRowsAsTheOneInJava() throws Exception {
    List<String> rows = rowsOf(yamlOfTheReadme().toString(), "yaml");

    assertThat(rows, hasSize(strong()));
    assertThat(rows, is(rowsOf(new StrongQuakes().name(), "java")));
  }

  @Test
  void aPipelineInYamlSendsTheSameRequestsAsTheOneInJava() throws Exception {
    YamlPipeline yaml = YamlPipeline.load(yamlOfTheReadme());
    StrongQuakes java = new StrongQuakes();
    URI baseUrl = java.defaultBaseUrl();

    assertThat(yaml.defaultBaseUrl(), is(baseUrl));
    assertThat(yaml.defaultPageSize(), is(java.defaultPageSize()));
    assertThat(
        yaml.define(baseUrl, 7).requests().apply(DAY),
        is(java.define(baseUrl, 7).requests().apply(DAY)));
    assertThat(yaml.define(baseUrl, 7).table(), is(java.define(baseUrl, 7).table()));
  }

  private static int strong() {
    return (int)
        EarthquakeFeed.load().features().stream()
            .filter(event -> event.path("properties").path("mag").asDouble() >= 4.5)
            .count();
  }

  /** The whole run on stand-ins of its own. */
  private List<String> rowsOf(String pipeline, String name) throws Exception {
    try (Platform platform = Platform.start(Files.createDirectory(folder.resolve(name)));
        EarthquakeApi api = EarthquakeApi.start(Script.none().withEmptyPages())) {
      CommandLineRun run =
          CommandLineRun.of(
              CommandLineRun.runArguments(
                  pipeline, platform, api, "--start=2018-01-31", "--end=2018-02-08"));

      assertThat(run.err(), run.exitCode(), is(0));
      assertThat(
          platform.keys(),
          hasItem(containsString("transformed/strong-quakes/network=us/2018-01-31T000000Z")));
      return platform.rows("SELECT * FROM strong_quakes ORDER BY id");
    }
  }

  private Path yamlOfTheReadme() throws IOException {
    String readme = Files.readString(README);
    Path file = folder.resolve("strong-quakes.yaml");
    Files.writeString(file, example(readme, "```yaml\nname: strong-quakes\n"));
    Files.writeString(folder.resolve("strong-quake.avsc"), example(readme, "```json\n{\n"));
    return file;
  }

  private static String example(String readme, String beginning) {
    int start = readme.indexOf('\n', readme.indexOf(beginning)) + 1;
    return readme.substring(start, readme.indexOf("```", start));
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
