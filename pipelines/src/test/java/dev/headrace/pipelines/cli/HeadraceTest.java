package dev.headrace.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class HeadraceTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    CommandLine headrace = Headrace.commandLine();
    headrace.setOut(new PrintWriter(out, true));
    headrace.setErr(new PrintWriter(err, true));
    return headrace.execute(args);
  }

  /** A run with everything that is required, but for what is given otherwise. */
  private int run(String... options) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String bucket : List.of("raw", "transformed", "dead-letter")) {
      all.put("--" + bucket, "file://" + folder.resolve(bucket));
    }
    all.put("--staging", "s3://staging");
    all.put("--warehouse-url", "jdbc:none:");
    all.put("--warehouse-user", "loader");
    List<String> beam = new ArrayList<>();
    for (int i = 0; i < options.length; i += 2) {
      if (options[i].equals("--")) {
        beam = List.of("--", options[i + 1]);
      } else {
        all.put(options[i], options[i + 1]);
      }
    }
    List<String> args = new ArrayList<>(List.of("run", "earthquakes"));
    all.forEach((name, value) -> args.addAll(List.of(name, value)));
    args.addAll(beam);
    return execute(args.toArray(String[]::new));
  }

  @Test
  void helpIsThereOnEveryLevel() {
    assertThat(execute("--help"), is(0));
    assertThat(out.toString(), allOf(containsString("run"), containsString("Exit codes")));
    assertThat(execute("run", "--help"), is(0));
    assertThat(out.toString(), allOf(containsString("--run-id"), containsString("earthquakes")));
    assertThat(err.toString(), is(emptyString()));
  }

  @Test
  void theVersionIsTold() {
    assertThat(execute("--version"), is(0));
    assertThat(out.toString(), containsString("headrace"));
  }

  @Test
  void noCommandIsAnErrorThatNamesTheCommands() {
    assertThat(execute(), is(2));
    assertThat(err.toString(), containsString("Commands: run"));
  }

  @Test
  void aWrongOptionIsNamedWithWhatIsAllowed() {
    assertThat(run("--shard", "3"), is(2));
    assertThat(err.toString(), allOf(containsString("--shard"), containsString("--shards")));
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(execute("run", "earthquakes"), is(2));
    assertThat(err.toString(), allOf(containsString("--raw"), containsString("--warehouse-url")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--start      | yesterday   | \"yesterday\" is not a time such as 2018-01-31",
        "--step       | 1d          | --step",
        "--step       | PT0S        | step must be more than 0, but was PT0S",
        "--shards     | 0           | shards must be at least 1, but was 0",
        "--shards     | many        | 'many' is not an int",
        "--buckets    | -1          | buckets must be at least 1, but was -1",
        "--in-flight  | 0           | maxInFlight must be at least 1, but was 0",
        "--max-attempts | 0         | maxAttempts must be at least 1, but was 0",
        "--page-size  | 20001       | page-size must be 1 to 20000, but is 20001",
        "--run-id     | a/b         | run-id must be 1 to 100 letters",
        "--raw        | /data/raw   | raw must be a location such as s3://bucket/prefix",
        "--staging    | file:///tmp | staging location must be such as s3://bucket/prefix",
        "--copy-role  | admin       | arn:aws:iam::<account>:role/<name>, but is \"admin\"",
        "--api-url    | ftp://host  | base URL must be such as https://host or",
        "--warehouse-password | hunter2 | must be a reference, env:NAME, file:/path or arn:aws:",
      })
  void aWrongValueIsAnErrorOfTheUserThatNamesTheSetting(
      String option, String value, String message) {
    assertThat(run("--start", "2018-02-01", "--end", "2018-02-02", option, value), is(2));

    assertThat(err.toString(), containsString(message));
    assertThat("no stack trace", err.toString(), not(containsString("\tat ")));
    assertThat("no secret", err.toString(), not(containsString("hunter2")));
  }

  @Test
  void aPipelineThatIsNotThereIsNamedWithThoseThatAre() {
    assertThat(
        execute(
            "run",
            "earthquake",
            "--raw",
            "s3://r",
            "--transformed",
            "s3://t",
            "--dead-letter",
            "s3://d",
            "--staging",
            "s3://s",
            "--warehouse-url",
            "jdbc:none:",
            "--warehouse-user",
            "u"),
        is(2));
    assertThat(
        err.toString(),
        containsString("There is no pipeline \"earthquake\"; there are earthquakes"));
  }

  @Test
  void aSpanThatEndsBeforeItStartsIsRefused() {
    assertThat(run("--start", "2018-02-02", "--end", "2018-02-01"), is(2));
    assertThat(err.toString(), containsString("start must be before end"));
  }

  @Test
  void theFirstRunNeedsAStart() {
    assertThat(run("--end", "2018-02-01"), is(2));
    assertThat(
        err.toString(), containsString("start is required for the first run of usgs/events"));
  }

  @Test
  void anOptionOfBeamThatIsNoneIsNamed() {
    assertThat(run("--start", "2018-02-01", "--end", "2018-02-02", "--", "--awsRegio=x"), is(2));
    assertThat(err.toString(), containsString("awsRegio"));
  }

  @Test
  void aWrongSettingLeavesNothingBehind() throws Exception {
    run("--start", "2018-02-01", "--end", "2018-02-02", "--shards", "0");
    try (var files = Files.list(folder)) {
      assertThat(files.toList(), is(List.of()));
    }
  }
}
