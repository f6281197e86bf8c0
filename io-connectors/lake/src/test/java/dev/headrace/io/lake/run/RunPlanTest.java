package dev.headrace.io.lake.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.lake.TestLake;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPlanTest {
  private static final RunPlan FIRST =
      new RunPlan("r1", "2026-11-23T23:59:59.999Z", Map.of("shards", "4", "end", "b"), null);

  @TempDir private Path folder;
  private final ObjectStore store = ObjectStores.open(PipelineOptionsFactory.create());
  private RunPaths paths;

  @BeforeEach
  void paths() {
    paths = TestLake.paths(folder, "r1");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void assertRefused(Map<String, String> settings, String... message) throws IOException {
    FIRST.start(store, paths);
    RunPlan other = new RunPlan("r1", "2026-11-24T00:00:00Z", settings, "c1");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> other.start(store, paths));

    for (String part : message) {
      assertThat(e.getMessage(), allOf(containsString("r1"), containsString(part)));
    }
  }

  @Test
  void theFirstToStartARunMakesItsPlan() throws IOException {
    assertThat(FIRST.start(store, paths), is(sameInstance(FIRST)));
    assertThat(FIRST.startedOn(), is("2026-11-23"));
  }

  @Test
  void aRunThatIsStartedAgainGoesOnWithItsFirstPlan() throws IOException {
    FIRST.start(store, paths);
    RunPlan again = new RunPlan("r1", "2026-11-24T00:00:00Z", FIRST.settings(), "c1");

    assertThat(again.start(store, paths), is(FIRST));
    assertThat(again.start(store, paths), is(FIRST));
  }

  @Test
  void anotherValueIsRefusedWithTheNameAndBothValues() throws IOException {
    assertRefused(Map.of("shards", "8", "end", "b"), "shards has changed from 4 to 8");
  }

  @Test
  void aSettingThatIsMissingOrNewIsRefused() throws IOException {
    assertRefused(Map.of("end", "b"), "shards has changed from 4 to nothing");
    assertRefused(Map.of("shards", "4", "end", "b", "x", "y"), "x has changed from nothing to y");
  }

  @Test
  void allSettingsThatDifferAreNamed() throws IOException {
    assertRefused(
        Map.of("shards", "8", "end", "c"),
        "end has changed from b to c, shards has changed from 4 to 8; give this run the same"
            + " settings, or another id");
  }

  @Test
  void aDefinitionThatHasChangedIsToldInWordsAndNotAsAHash() throws IOException {
    RunPlan first =
        new RunPlan("r1", "2026-11-23T23:59:59.999Z", Map.of("definition", "0a1b"), null);
    first.start(store, paths);
    RunPlan changed = new RunPlan("r1", "2026-11-24T00:00:00Z", Map.of("definition", "2c3d"), null);

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> changed.start(store, paths));

    assertThat(
        e.getMessage(),
        is(
            "The run \"r1\" was first started at 2026-11-23T23:59:59.999Z, and since then the"
                + " definition has changed; give this run another id"));
  }
}
