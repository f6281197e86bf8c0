package dev.headrace.io.lake.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.failures.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunPathsTest {

  private static RunPaths paths(String source, String resource, String runId) {
    return new RunPaths("s3://r/x/", "s3://t", "s3://d/", "s3://s", source, resource, runId);
  }

  static String[] badNames() {
    return new String[] {
      "",
      " ",
      ".",
      "..",
      "../a",
      "a/b",
      "/a",
      "a b",
      "_state",
      "-a",
      "a=b",
      "ğ",
      "a\n",
      "a".repeat(101)
    };
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void aBadNameIsRefusedWithWhatItIsTheNameOf(String name) {
    assertRefused("source", () -> paths(name, "events", "r1"), name);
    assertRefused("resource", () -> paths("usgs", name, "r1"), name);
    assertRefused("run-id", () -> paths("usgs", "events", name), name);
    RunPaths paths = paths("usgs", "events", "r1");
    assertRefused("dataset", () -> paths.dataset(name), name);
    assertRefused("dataset", () -> paths.datasetManifest(name), name);
  }

  private static void assertRefused(String what, Executable call, String name) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
    assertThat(
        e.getMessage(),
        allOf(startsWith(what + " must be 1 to 100"), containsString("\"" + name + "\"")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "A.b_c-1", "a..b"})
  void aGoodNameIsTaken(String name) {
    assertThat(paths(name, name, name).runId(), is(name));
  }

  @Test
  void aNameOfAHundredCharactersIsTaken() {
    String name = "a".repeat(100);
    assertThat(paths(name, name, name).source(), is(name));
  }

  @Test
  void aRootThatIsNoneIsRefusedByItsName() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new RunPaths("s3://r", "s3://t", "d", "s3://s", "usgs", "events", "r1"));
    assertThat(e.getMessage(), startsWith("dead-letter must be a location"));
  }

  @Test
  void everyThingHasItsPlace() {
    RunPaths paths = paths("usgs", "events", "r1");

    assertThat(paths.rawRun(), is("s3://r/x/usgs/events/run=r1/"));
    assertThat(paths.plan(), is("s3://r/x/usgs/events/run=r1/_plan.json"));
    assertThat(paths.rawManifest(), is("s3://r/x/usgs/events/run=r1/_manifest.json"));
    assertThat(paths.state(), is("s3://r/x/usgs/_state/events.json"));
    assertThat(paths.datasetManifest("quakes"), is("s3://t/quakes/_manifests/r1.json"));
    assertThat(
        paths.deadLetters(Stage.FETCH, "2026-11-23"),
        is("s3://d/usgs/events/stage=FETCH/dt=2026-11-23/run=r1/"));
  }
}
