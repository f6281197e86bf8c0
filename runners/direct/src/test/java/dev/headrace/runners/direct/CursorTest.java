package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Script;
import dev.headrace.testdata.api.Served;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  private static void run(Platform platform, EarthquakeApi api, String... options) {
    CommandLineRun run =
        CommandLineRun.of(CommandLineRun.runArguments("earthquakes", platform, api, options));
    assertThat(run.err(), run.exitCode(), is(0));
  }

  private static String cursor(Platform platform) {
    byte[] state = platform.s3().bytes("raw", "usgs/_state/events.json");
    return new String(state, StandardCharsets.UTF_8);
  }
}
