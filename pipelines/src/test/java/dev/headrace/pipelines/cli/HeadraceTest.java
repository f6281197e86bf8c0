package dev.headrace.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.headrace.pipelines.run.DefinitionProvider;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
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
import org.junit.jupiter.params.provider.ValueSource;
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
        "--step       | 1d          | --step must be an ISO 8601 duration such as PT6H or P1D, but is \"1d\"",
        "--lookback   | P1M         | --lookback must be an ISO 8601 duration such as PT6H or P1D, but is \"P1M\"",
        "--step       | PT0S        | --step must be more than 0, but was PT0S",
        "--shards     | 0           | --shards must be at least 1, but was 0",
        "--shards     | many        | 'many' is not an int",
        "--buckets    | -1          | --buckets must be at least 1, but was -1",
        "--in-flight  | 0           | --in-flight must be at least 1, but was 0",
        "--max-attempts | 0         | --max-attempts must be at least 1, but was 0",
        "--attempt-timeout | 30     | must be an ISO 8601 duration such as PT6H or P1D, but is \"30\"",
        "--attempt-timeout | PT0S   | --attempt-timeout must be more than 0, but was PT0S",
        "--deadline   | -PT1S       | --deadline must be more than 0, but was PT-1S",
        "--warehouse-url | jdbc:redshift://host:5439/dev | --transformed must be such as s3://bucket, where Redshift can read it, but is \"file:///",
        "--requests-per-second | 0  | --requests-per-second must be at least 1, but was 0",
        "--concurrent-requests | -1 | --concurrent-requests must be at least 1, but was -1",
        "--page-size  | 20001       | --page-size must be 1 to 20000, but is 20001",
        "--run-id     | a/b         | --run-id must be 1 to 100 letters",
        "--raw        | /data/raw   | --raw must be a location such as s3://bucket/prefix",
        "--staging    | file:///tmp | --staging must be such as s3://bucket/prefix, without credentials, but is \"file:///tmp\"",
        "--warehouse-url | redshift | --warehouse-url must be such as jdbc:redshift://host:5439/database, but is \"redshift\"",
        "--warehouse-url | https://u:hunter2@h | --warehouse-url must be such as jdbc:redshift:",
        "--warehouse-database | dev | --warehouse-database is for the Data API, and --warehouse-url is by JDBC",
        "--warehouse-region | eu-west-1 | --warehouse-region is for the Data API",
        "--warehouse-secret | arn:aws:secretsmanager:eu-west-1:1:secret:s | --warehouse-user cannot be given with --warehouse-secret",
        "--warehouse-workgroup | wg | mutually exclusive",
        "--copy-role  | admin       | --copy-role must be \"default\" or arn:aws:iam::<account>:role/<name>, but is \"admin\"",
        "--api-url    | ftp://host  | --api-url must be such as https://host or https://host:8443, without path, query and credentials, but is \"ftp://host\"",
        "--api-url    | foo         | but is \"foo\"",
        "--api-url    | http://     | --api-url must be such as https://host or https://host:8443, but is \"http://\"",
        "--api-url    | http:foo    | --api-url must be such as https://host",
        "--api-url    | https://u:hunter2@host | --api-url must be such as https://host",
        "--warehouse-password | env:HEADRACE_NOT_THERE | The environment variable of the secret env:HEADRACE_NOT_THERE is not set",
        "--glue-database | my-lake   | --glue-database must be 1 to 255 letters from a to z, digits",
        "--glue-database | lake      | --transformed must be on S3, as s3://bucket/prefix, for a table",
        "--glue-table | orders       | --glue-table needs --glue-database",
        "--warehouse-password | hunter2 | --warehouse-password must be a reference, env:NAME, file:/path or arn:aws:",
      })
  void aWrongValueIsAnErrorOfTheUserThatNamesTheSetting(
      String option, String value, String message) {
    assertThat(run("--start", "2018-02-01", "--end", "2018-02-02", option, value), is(2));

    assertThat(err.toString(), containsString(message));
    assertThat("no stack trace", err.toString(), not(containsString("\tat ")));
    assertThat("no secret", err.toString(), not(containsString("hunter2")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--warehouse-url=jdbc:redshift://h:5439/dev | --warehouse-url needs --warehouse-user or --warehouse-secret",
        "--warehouse-url=jdbc:redshift:iam://h:5439/dev --warehouse-password=hunter2 | An IAM connection takes no password",
        "--warehouse-url=jdbc:redshift://h:5439/dev --warehouse-secret=hunter2 | --warehouse-secret must be the ARN of a secret",
        "--warehouse-workgroup=wg | The Data API needs --warehouse-database",
        "--warehouse-workgroup=wg --warehouse-database=dev --warehouse-user=u | --warehouse-user is not for workgroups",
        "--warehouse-workgroup=wg --warehouse-database=dev --warehouse-password=env:X | --warehouse-password is for --warehouse-url: the Data API takes --warehouse-secret",
        "--warehouse-workgroup=wg --warehouse-database=dev --warehouse-secret=hunter2 | --warehouse-secret must be such as arn:aws:secretsmanager:",
        "--warehouse-cluster=c --warehouse-database=dev | --warehouse-cluster needs either --warehouse-user or --warehouse-secret",
        "--warehouse-cluster=c --warehouse-workgroup=wg | mutually exclusive",
        "--warehouse-workgroup=wg --warehouse-database=dev --warehouse-region=Ireland | --warehouse-region must be such as eu-west-1, but is \"Ireland\"",
        "--warehouse-workgroup=wg --warehouse-database=dev --warehouse-endpoint=host | --warehouse-endpoint must be such as https://host, without credentials, but is \"host\"",
        "--warehouse-workgroup=wg --warehouse-database=dev --warehouse-endpoint=https://u:hunter2@h | --warehouse-endpoint must be such as https://host, without credentials",
        "--staging=s3://staging | (specify one of these)",
      })
  void waysToTheWarehouseThatDoNotGoTogetherAreRefused(String options, String message) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "earthquakes",
                "--raw=s3://r",
                "--transformed=s3://t",
                "--start=2018-02-01"));
    args.addAll(List.of("--dead-letter=s3://d", "--end=2018-02-02"));
    if (!options.contains("--staging")) {
      args.add("--staging=s3://s");
    }
    args.addAll(List.of(options.split(" ", -1)));

    assertThat(execute(args.toArray(String[]::new)), is(2));

    assertThat(err.toString(), containsString(message));
    assertThat("no stack trace", err.toString(), not(containsString("\tat ")));
    assertThat("no secret", err.toString(), not(containsString("hunter2")));
  }

  @Test
  void aNameOfATableThatTheCatalogDoesNotTakeIsRefused() {
    assertThat(
        run("--start", "2018-02-01", "--glue-database", "lake", "--glue-table", "a.b"), is(2));
    assertThat(err.toString(), containsString("--glue-table must be 1 to 255 letters"));
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
    assertThat(err.toString(), containsString("--start must be before --end, but"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--proxyConfiguration={\"endpoint\":\"http://p:3128\",\"password\":\"hunter2\"",
        "--proxyConfiguration={\"end\":\"http://p:3128\",\"password\":\"hunter2\"}",
        "--proxyConfiguration=hunter2",
        "--awsCredentialsProvider={\"@type\":\"None\",\"secretAccessKey\":\"hunter2\"}",
      })
  void aWrongOptionOfBeamThatMayHoldASecretIsToldWithoutIt(String option) {
    assertThat(run("--start", "2018-02-01", "--end", "2018-02-02", "--", option), is(2));

    String name = option.substring(0, option.indexOf('='));
    assertThat(
        err.toString(), allOf(containsString(name + " must be"), not(containsString("hunter2"))));
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

  @Test
  void helpDoesNotHideThatThereIsNoSuchCommand() {
    assertThat(execute("undo", "--help"), is(2));
    assertThat(
        err.toString(),
        allOf(containsString("There is no command \"undo\""), containsString("Commands: run")));
    assertThat(out.toString(), is(emptyString()));
  }

  @Test
  void aCommandThatIsNotThereIsNamed() {
    assertThat(execute("undo"), is(2));
    assertThat(err.toString(), containsString("There is no command \"undo\""));
  }

  @Test
  void aRunFromAStartHasNothingToLookBackFrom() {
    assertThat(run("--start", "2018-02-01", "--lookback", "P1D"), is(2));
    assertThat(err.toString(), containsString("--lookback and --start exclude each other"));
  }

  @Test
  void aRunToCompareWithThatIsNotThereIsNamed() throws Exception {
    assertThat(
        run("--start", "2018-02-01", "--end", "2018-02-02", "--compare-with", "nosuch"), is(2));
    assertThat(
        err.toString(),
        containsString("There is no run \"nosuch\" of usgs/events to compare with"));
    aWrongSettingLeavesNothingBehind();
  }

  @Test
  void aWarehouseThatCannotBeReachedEndsTheRunBeforeItBegins() throws Exception {
    assertThat(run("--start", "2018-02-01", "--end", "2018-02-02"), is(1));
    assertThat(
        err.toString(),
        containsString(
            "The warehouse cannot be asked for its ledger and its table, so nothing was fetched"));
    aWrongSettingLeavesNothingBehind();
  }

  @Test
  void ownOptionsAreCheckedBeforeAwsIsAsked() {
    assertThat(run("--raw", "s3://raw", "--start", "2018-02-02", "--end", "2018-02-01"), is(2));
    assertThat(err.toString(), containsString("--start must be before --end"));
    assertThat(run("--raw", "s3://raw", "--step", "PT0S"), is(2));
    assertThat(err.toString(), containsString("--step must be more than 0"));
    assertThat(err.toString(), not(containsString("AWS")));
  }

  @Test
  void aServicesFileThatNamesNoClassIsToldInALine() throws Exception {
    Path services = Files.createDirectories(folder.resolve("jar/META-INF/services"));
    Files.writeString(
        services.resolve(DefinitionProvider.class.getName()), "com.example.NotThere\n");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader own =
        new URLClassLoader(new URL[] {folder.resolve("jar").toUri().toURL()}, before)) {
      thread.setContextClassLoader(own);

      assertThat(
          Headrace.execute(new PrintWriter(err, true), "run", "earthquakes", "--help"), is(2));
    } finally {
      thread.setContextClassLoader(before);
    }

    assertThat(
        err.toString().lines().toList(),
        contains(
            allOf(
                containsString("META-INF/services"),
                containsString("HEADRACE_CLASSPATH"),
                containsString("com.example.NotThere not found"))));
  }
}
