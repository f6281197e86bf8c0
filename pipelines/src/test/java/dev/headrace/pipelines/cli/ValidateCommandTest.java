package dev.headrace.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Files of YAML on the command line. */
class ValidateCommandTest {
  private static final String EXAMPLE = Path.of("examples", "earthquakes.yaml").toString();

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(List<String> args) {
    CommandLine headrace = Headrace.commandLine();
    headrace.setOut(new PrintWriter(out, true));
    headrace.setErr(new PrintWriter(err, true));
    return headrace.execute(args.toArray(String[]::new));
  }

  private int run(String pipeline, String... options) {
    List<String> args = new ArrayList<>(List.of("run", pipeline));
    for (String bucket : List.of("raw", "transformed", "dead-letter")) {
      args.addAll(List.of("--" + bucket, "file://" + folder.resolve(bucket)));
    }
    args.addAll(List.of("--staging", "s3://staging", "--warehouse-url", "jdbc:none:"));
    args.addAll(List.of("--warehouse-user", "loader", "--start", "2018-02-01"));
    args.addAll(List.of(options));
    return execute(args);
  }

  @Test
  void aFileThatIsRightIsSummedUp() {
    assertThat(err.toString(), execute(List.of("validate", EXAMPLE)), is(0));

    assertThat(
        out.toString(),
        allOf(
            containsString("earthquakes.yaml is the pipeline earthquakes"),
            containsString("usgs/events"),
            containsString("https://earthquake.usgs.gov"),
            containsString("1 a window, for 2018-01-31: GET /fdsnws/event/1/count?format=geojson"),
            containsString("Earthquake, 29 fields, TOLERATE"),
            containsString("steps     none"),
            containsString("earthquakes, key id, version updated, partition event_date")));
    assertThat(err.toString(), is(emptyString()));
  }

  @Test
  void aFileThatIsWrongIsTwoWithEveryError() throws Exception {
    Path wrong = folder.resolve("wrong.yaml");
    Files.writeString(wrong, "name: x\nsorce: y\nauth: {kind: bearer, token: hunter2}\n");

    assertThat(execute(List.of("validate", wrong.toString())), is(2));
    assertThat(
        err.toString(),
        allOf(
            containsString("headrace: " + wrong + " has 10 errors"),
            containsString("wrong.yaml:2: sorce is no setting (did you mean \"source\"?)"),
            containsString("wrong.yaml:3: auth.token must be a reference")));
    assertThat(out.toString(), is(emptyString()));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThat(execute(List.of("validate", "nosuch.yaml")), is(2));
    assertThat(err.toString(), containsString("There is no pipeline file nosuch.yaml"));
    assertThat(run("nosuch.yaml"), is(2));
  }

  @Test
  void theOptionsOfARunHoldForAFileToo() {
    assertThat(run(EXAMPLE, "--page-size", "20001"), is(2));
    assertThat(err.toString(), containsString("--page-size must be 1 to 20000, but is 20001"));
    assertThat(run(EXAMPLE, "--api-url", "ftp://host"), is(2));
    assertThat(err.toString(), containsString("--api-url must be such as https://host"));
  }
}
