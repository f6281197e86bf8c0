package dev.headrace.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.pipelines.earthquakes.Earthquakes;
import dev.headrace.pipelines.yaml.YamlPipeline;
import dev.headrace.transforms.fetch.FetchRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The example in YAML is the pipeline that is written in Java, whatever is asked of the two. */
class EarthquakesTwinTest {
  private static final DefinitionProvider JAVA = new Earthquakes();
  private static final DefinitionProvider YAML =
      YamlPipeline.load(Path.of("examples", "earthquakes.yaml"));

  @Test
  void theTwoTellTheCommandLineTheSame() {
    assertThat(YAML.name(), is(JAVA.name()));
    assertThat(YAML.defaultBaseUrl(), is(JAVA.defaultBaseUrl()));
    assertThat(YAML.defaultPageSize(), is(JAVA.defaultPageSize()));
  }

  @Test
  void anyWindowAndAnyPageSizeMakesTheSameDefinitionAndTheSameRequests() {
    Random random = new Random(20180131);
    for (int i = 0; i < 200; i++) {
      URI baseUrl = URI.create("http://localhost:" + (1 + random.nextInt(65_535)));
      int pageSize = 1 + random.nextInt(20_000);
      PipelineDefinition java = JAVA.define(baseUrl, pageSize);
      PipelineDefinition yaml = YAML.define(baseUrl, pageSize);

      assertThat(yaml.fingerprint(), is(java.fingerprint()));
      assertThat(yaml.identity(), is(java.identity()));
      assertThat(yaml.paginator(), is(java.paginator()));
      assertThat(yaml.auth(), is(java.auth()));
      assertThat(yaml.errors(), is(java.errors()));
      assertThat(yaml.budget(), is(java.budget()));
      assertThat(yaml.runRules(), is(java.runRules()));
      assertThat(yaml.baseUrl(), is(java.baseUrl()));
      assertThat(yaml.source() + "/" + yaml.resource(), is("usgs/events"));
      Window window = window(random);
      assertThat(idsOf(yaml, window), is(idsOf(java, window)));
      assertThat(yaml.requests().apply(window), is(java.requests().apply(window)));
    }
  }

  private static Window window(Random random) {
    Instant start = Instant.ofEpochMilli(Math.floorMod(random.nextLong(), 4_000_000_000_000L));
    return new Window(start, start.plus(Duration.ofMillis(1 + random.nextInt(100_000_000))));
  }

  private static List<String> idsOf(PipelineDefinition definition, Window window) {
    return definition.requests().apply(window).stream().map(FetchRequest::requestId).toList();
  }

  @Test
  void theTwoRefuseTheSamePageSizesInTheSameWords() {
    for (int pageSize : new int[] {0, -1, 20_001}) {
      assertThat(refusal(YAML, pageSize), is(refusal(JAVA, pageSize)));
    }
  }

  private static String refusal(DefinitionProvider provider, int pageSize) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> provider.define(provider.defaultBaseUrl(), pageSize))
            .getMessage());
  }
}
