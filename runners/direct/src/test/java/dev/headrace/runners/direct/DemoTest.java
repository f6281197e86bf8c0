package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir Path folder;

  private String out = "";
  private String err = "";

  private int demo(String... more) {
    List<String> args = new ArrayList<>(List.of("demo"));
    if (!List.of(more).contains("--data-dir")) {
      args.addAll(List.of("--data-dir", folder + "/data"));
    }
    args.addAll(List.of(more));
    CommandLineRun run = CommandLineRun.of(args);
    out = run.out();
    err = run.err();
    return run.exitCode();
  }

  @Test
  void theDemoRunsToTheEndAndAgainFindsNothingToDo() {
    String[] twoDays = {
      "--start=2018-02-04", "--end=2018-02-06", "--query=SELECT count(*) AS n FROM earthquakes"
    };
    assertThat(err, demo(twoDays), is(0));
    assertThat(
        out,
        allOf(
            containsString("301 loaded"),
            containsString("UNAVAILABLE"),
            containsString("SELECT count(*) AS n FROM earthquakes")));
    assertThat(err, containsString("1 dead letter"));

    assertThat(err, demo(twoDays), is(0));
    assertThat(out, containsString("301"));
    assertThat(out, containsString("0 requests reached the API in this run"));
    assertThat(
        err,
        allOf(
            containsString("ingest     done by an earlier run"),
            containsString("load       done by an earlier run")));
  }

  @Test
  void aFolderThatIsInUseIsNamed() throws Exception {
    Path data = folder.resolve("data");
    try (StandIns other = StandIns.start(data, DemoScript.calm())) {
      assertThat(other.api().requestCount(), is(0));
      assertThat(demo(), is(2));
      assertThat(err, allOf(containsString("--data-dir"), containsString("in use")));
    }
  }

  @Test
  void theDemoHasHelp() {
    assertThat(demo("--help"), is(0));
    assertThat(out, allOf(containsString("--no-faults"), containsString("--query")));
  }

  @Test
  void aQueryThatFailsIsTold() {
    assertThat(
        demo("--no-faults", "--start=2018-02-07", "--end=2018-02-08", "--query=SELECT x FROM y"),
        is(1));
    assertThat(err, containsString("\"y\" does not exist"));
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(demo("--data-dir", file + "/data"), is(2));

    assertThat(
        err,
        containsString(
            "--data-dir must be a folder that can be written to, but is \"" + file + "/data\""));
  }
}
