package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Fault;
import dev.headrace.testdata.api.RequestMatcher;
import dev.headrace.testdata.api.Script;
import dev.headrace.testdata.api.Served;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorTest {
  @TempDir Path folder;

  @Test
  void aRunWithoutAStartGoesOnWhereTheLastEndedAndOneOverOldWindowsLeavesTheCursor()
      throws Exception {
    try (Platform platform = Platform.start(folder);
        EarthquakeApi api = EarthquakeApi.start(Script.none())) {
      run(platform, api, "--start=2018-01-31", "--end=2018-02-02");
      assertThat(cursor(platform), containsString("\"cursor\":\"2018-02-02T00:00:00Z\""));

      run(platform, api, "--end=2018-02-03");
      assertThat(cursor(platform), containsString("\"cursor\":\"2018-02-03T00:00:00Z\""));

      run(platform, api, "--start=2018-01-31", "--end=2018-02-01");
      assertThat(cursor(platform), containsString("\"cursor\":\"2018-02-03T00:00:00Z\""));

      List<String> days =
          api.served().stream()
              .filter(served -> served.path().endsWith("/count"))
              .map(Served::query)
              .map(query -> query.replaceAll(".*starttime=(2018-..-..).*", "$1"))
              .sorted()
              .toList();
      assertThat(days, is(List.of("2018-01-31", "2018-01-31", "2018-02-01", "2018-02-02")));
      assertThat(
          platform.rows("SELECT count(*) FROM earthquakes"),
          is(List.of(Integer.toString(198 + 231 + 242))));
    }
  }

  @Test
  void aRunThatBeginsAfterTheCursorLeavesIt() throws Exception {
    try (Platform platform = Platform.start(folder);
        EarthquakeApi api = EarthquakeApi.start(Script.none())) {
      run(platform, api, "--start=2018-01-31", "--end=2018-02-01");
      run(platform, api, "--start=2018-02-03", "--end=2018-02-04");

      assertThat(cursor(platform), containsString("\"cursor\":\"2018-02-01T00:00:00Z\""));
    }
  }

  @Test
  void aRunThatDidNotReachTheWarehouseIsNotLeftBehind() throws Exception {
    String[] first = {"--run-id=first", "--start=2018-01-31", "--end=2018-02-01"};
    try (Platform platform = Platform.start(folder);
        EarthquakeApi api = EarthquakeApi.start(Script.none())) {
      platform.redshift().faults().failBefore("^COPY ", 1, "42501", "permission denied");
      assertThat(execute(platform, api, first).exitCode(), is(1));

      CommandLineRun next = execute(platform, api, "--end=2018-02-02");
      assertThat(next.exitCode(), is(1));
      assertThat(next.err(), containsString("The run \"first\""));

      run(platform, api, first);
      run(platform, api, "--end=2018-02-02");
      assertThat(
          platform.rows("SELECT count(*) FROM earthquakes"),
          is(List.of(Integer.toString(198 + 231))));
    }
  }

  @Test
  void anotherRunOfTheSameIdAndDatasetIsRefused() throws Exception {
    String[] options = {"--run-id=same", "--start=2018-01-31", "--end=2018-02-01"};
    try (Platform platform = Platform.start(folder);
        EarthquakeApi api = EarthquakeApi.start(Script.none())) {
      run(platform, api, options);

      List<String> elsewhere =
          new ArrayList<>(CommandLineRun.runArguments("earthquakes", platform, api, options));
      elsewhere.replaceAll(arg -> arg.equals("--raw=s3://raw") ? "--raw=s3://raw/other" : arg);
      CommandLineRun other = CommandLineRun.of(elsewhere);

      assertThat(other.exitCode(), is(1));
      assertThat(other.err(), containsString("was committed by another run of the same id"));
    }
  }

  @Test
  void anApiThatAnswersNothingMovesNoCursor() throws Exception {
    Script down = Script.create().on(RequestMatcher.any()).always().answer(Fault.status(401));
    try (Platform platform = Platform.start(folder);
        EarthquakeApi api = EarthquakeApi.start(down)) {
      CommandLineRun run = execute(platform, api, "--start=2018-01-31", "--end=2018-02-01");

      assertThat(run.exitCode(), is(1));
      assertThat(
          run.err(),
          allOf(
              containsString(
                  "No request of run 2018-01-31T000000Z--2018-02-01T000000Z was answered"),
              containsString("(1 was planned); nothing was committed"),
              containsString("Most often (1 of 1) the reason is REFUSED: "),
              containsString("s3://dead-letter/usgs/events/stage=FETCH/")));
      assertThat(platform.s3().keys("raw", "usgs/_state/"), is(List.of()));
    }
  }

  private static CommandLineRun execute(Platform platform, EarthquakeApi api, String... options) {
    return CommandLineRun.of(CommandLineRun.runArguments("earthquakes", platform, api, options));
  }

  private static void run(Platform platform, EarthquakeApi api, String... options) {
    CommandLineRun run = execute(platform, api, options);
    assertThat(run.err(), run.exitCode(), is(0));
  }

  private static String cursor(Platform platform) {
    byte[] state = platform.s3().bytes("raw", "usgs/_state/events.json");
    return new String(state, StandardCharsets.UTF_8);
  }
}
