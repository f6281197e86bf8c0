package dev.headrace.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

class SubmitCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Submits to nowhere, and notes what it was to submit. */
  @Command(name = "nowhere", mixinStandardHelpOptions = true)
  public static final class Nowhere implements Callable<Integer>, SubmitCommand.Place {
    private static final List<String> SUBMITTED = new ArrayList<>();

    @Spec private CommandSpec spec;

    @Option(names = "--end")
    private String end = "of the place";

    @Mixin private RunArguments run = new RunArguments();

    @Override
    public Integer call() {
      run.require(spec.commandLine(), Set.of("storageLevel"));
      SUBMITTED.add("--end=" + end);
      SUBMITTED.addAll(run.list());
      return 7;
    }
  }

  @BeforeEach
  void forget() {
    Nowhere.SUBMITTED.clear();
  }

  private int execute(String... args) {
    CommandLine headrace = Headrace.commandLine();
    headrace.setOut(new PrintWriter(out, true));
    headrace.setErr(new PrintWriter(err, true));
    return headrace.execute(args);
  }

  /** A run of the earthquakes, if no other pipeline comes first. */
  private static List<String> run(String... more) {
    boolean named = more.length > 0 && !more[0].startsWith("-");
    List<String> run =
        new ArrayList<>(
            List.of(
                named ? more[0] : "earthquakes",
                "--start=2018-02-01",
                "--end",
                "2018-02-02",
                "--raw=s3://raw",
                "--transformed=s3://transformed",
                "--dead-letter=s3://dead-letter",
                "--staging=s3://staging",
                "--warehouse-url=jdbc:none:",
                "--warehouse-user=loader"));
    run.addAll(List.of(more).subList(named ? 1 : 0, more.length));
    return run;
  }

  private int submit(String... more) {
    List<String> args = new ArrayList<>(List.of("submit", "nowhere"));
    args.addAll(run(more));
    return execute(args.toArray(String[]::new));
  }

  @Test
  void allFromThePipelineOnIsForThePlaceAsItIs() {
    assertThat(submit("--", "--storageLevel=DISK_ONLY", "--awsRegion=eu-west-1"), is(7));

    List<String> expected = new ArrayList<>(List.of("--end=of the place"));
    expected.addAll(run("--", "--storageLevel=DISK_ONLY", "--awsRegion=eu-west-1"));
    assertThat(Nowhere.SUBMITTED, is(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--shard=3        | --shard",
        "--shards=0       | --shards must be at least 1, but was 0",
        "--shards=many    | 'many' is not an int",
        "--raw=/data      | --raw",
        "--page-size=0    | --page-size must be 1 to 20000, but is 0",
        "--step=PT0S      | --step must be more than 0, but was PT0S",
        "--glue-table=a   | --glue-table needs --glue-database",
        "--help           | come before the pipeline",
      })
  void whatTheRunWouldRefuseIsNotSubmitted(String option, String message) {
    assertThat(submit(option), is(2));

    assertThat(err.toString(), containsString(message));
    assertThat(err.toString(), not(containsString("\tat ")));
    assertThat(Nowhere.SUBMITTED, is(empty()));
  }

  @Test
  void anOptionOfBeamThatNeitherThisNorThePlaceKnowsIsNotSubmitted() {
    assertThat(submit("--", "--storageLevle=DISK_ONLY"), is(2));

    assertThat(err.toString(), containsString("storageLevle"));
    assertThat(Nowhere.SUBMITTED, is(empty()));
  }

  @Test
  void aPipelineThatIsNotThereIsNotSubmitted() {
    assertThat(submit("quakes"), is(2));
    assertThat(submit("nowhere.yaml"), is(2));

    assertThat(
        err.toString(),
        allOf(
            containsString("There is no pipeline \"quakes\"; there are earthquakes"),
            containsString("nowhere.yaml")));
    assertThat(Nowhere.SUBMITTED, is(empty()));
  }

  @Test
  void withoutAPlaceThePlacesAreNamed() {
    assertThat(execute("submit"), is(2));

    assertThat(
        err.toString(), allOf(containsString("A place is missing"), containsString("nowhere")));
  }

  @Test
  void aPlaceThatIsNotThereIsNamedWithThoseThatAre() {
    assertThat(execute("submit", "somewhere"), is(2));

    assertThat(
        err.toString(),
        allOf(containsString("\"somewhere\""), containsString("Commands: nowhere")));
  }
}
