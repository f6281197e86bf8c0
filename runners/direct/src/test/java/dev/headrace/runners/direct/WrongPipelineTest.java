package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Script;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told whose pipeline or call has a mistake that a run would not get over. */
class WrongPipelineTest {
  @TempDir Path folder;
  private Platform platform;
  private EarthquakeApi api;

  @BeforeEach
  void start() throws Exception {
    platform = Platform.start(folder);
    api = EarthquakeApi.start(Script.none().withEmptyPages());
  }

  @AfterEach
  void stop() {
    api.close();
    platform.close();
  }

  private List<String> arguments(String pipeline) {
    return new ArrayList<>(
        CommandLineRun.runArguments(
            pipeline, platform, api, "--run-id=r1", "--start=2018-01-31", "--end=2018-02-01"));
  }

  @Test
  void aSecretThatIsNotThereEndsTheRunBeforeARequestIsSent() {
    CommandLineRun run = CommandLineRun.of(arguments("secretless"));

    assertThat(run.exitCode(), is(2));
    assertThat(
        run.err(),
        containsString("The environment variable of the secret env:HEADRACE_NOT_THERE is not set"));
    assertThat(api.requestCount(), is(0));
    assertThat(platform.keys(), is(List.of()));
  }

  @Test
  void recordsThatAreNowhereFailTheRunAndNothingIsLoaded() throws Exception {
    CommandLineRun run = CommandLineRun.of(arguments("misplaced"));

    assertThat(run.exitCode(), is(1));
    assertThat(
        run.err(),
        allOf(
            containsString("No record of run r1 was found (1 was dead); nothing was committed"),
            containsString("/itemz"),
            containsString("s3://dead-letter/usgs/strong-quakes/stage=PARSE/")));
    assertThat(platform.s3().keys("transformed", ""), is(List.of()));
    assertThat(platform.copies(), is(0));
  }

  @Test
  void anApiInAPrivateNetworkIsRefusedWithTheOptionThatAllowsIt() {
    List<String> arguments = arguments("earthquakes");
    arguments.remove("--private-addresses");

    CommandLineRun run = CommandLineRun.of(arguments);

    assertThat(run.exitCode(), is(1));
    assertThat(run.err(), containsString("--private-addresses"));
    assertThat(api.requestCount(), is(0));
  }

  @Test
  void aWarehouseThatRefusesIsFoundBeforeARequestIsSent() {
    List<String> arguments = arguments("earthquakes");
    arguments.replaceAll(
        argument ->
            argument.startsWith("--warehouse-user=") ? "--warehouse-user=nobody" : argument);

    CommandLineRun run = CommandLineRun.of(arguments);

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString("The warehouse cannot be asked for its ledger"));
    assertThat(run.err(), containsString(" as nobody: "));
    assertThat(api.requestCount(), is(0));
    assertThat(platform.keys(), is(List.of()));
  }

  @Test
  void aStagingBucketThatIsNotThereIsFoundBeforeARequestIsSent() {
    List<String> arguments = arguments("earthquakes");
    arguments.replaceAll(
        argument -> argument.startsWith("--staging=") ? "--staging=s3://nosuch/folder" : argument);

    CommandLineRun run = CommandLineRun.of(arguments);

    assertThat(run.exitCode(), is(2));
    assertThat(
        run.err(),
        containsString("--staging must be in a bucket that exists, but is \"s3://nosuch/folder\""));
    assertThat(api.requestCount(), is(0));
    assertThat(platform.keys(), is(List.of()));
  }
}
