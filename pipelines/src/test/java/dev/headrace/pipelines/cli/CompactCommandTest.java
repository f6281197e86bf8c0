package dev.headrace.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CompactCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int compact(String... options) {
    List<String> args = new ArrayList<>(List.of("compact", "earthquakes"));
    for (String bucket : List.of("raw", "transformed", "dead-letter")) {
      args.add("--" + bucket + "=file://" + folder.resolve(bucket));
    }
    args.addAll(List.of(options));
    return execute(args.toArray(String[]::new));
  }

  private int execute(String... args) {
    CommandLine headrace = Headrace.commandLine();
    headrace.setOut(new PrintWriter(out, true));
    headrace.setErr(new PrintWriter(err, true));
    return headrace.execute(args);
  }

  @Test
  void theHelpSaysWhatTheDeletionIsFor() {
    assertThat(execute("compact", "--help"), is(0));
    assertThat(
        out.toString().replaceAll("\\s+", " "),
        allOf(
            containsString("readers that list folders, such as Athena, find their rows twice"),
            containsString("Default: nothing is deleted."),
            containsString("Default: 32MiB.")));
  }

  @Test
  void aCompactionNeedsAName() {
    assertThat(compact(), is(2));
    assertThat(err.toString(), containsString("--run-id"));
  }

  @Test
  void aDatasetThatIsNotThereHasNothingToCompactOrDelete() throws Exception {
    assertThat(compact("--run-id=c1", "--delete-after=PT0S"), is(0));

    assertThat(
        out.toString(),
        allOf(
            containsString("Nothing to compact: no partition of earthquakes has more than 8 small"),
            containsString("Deleted 0 replaced files")));
    requireNothingWritten();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--more-than=0       | --more-than must be at least 1, but was 0",
        "--smaller-than=0MB  | --smaller-than must be at least 1, but was 0",
        "--smaller-than=big  | --smaller-than must be a size such as 32MB, 64MiB or 500kB, but is",
        "--delete-after=-P1D | --delete-after must be at least 0, but was PT-24H",
        "--delete-after=1w   | --delete-after must be an ISO 8601 duration",
      })
  void aWrongValueIsToldWithTheOptionAndNothingIsDone(String option, String message)
      throws Exception {
    assertThat(compact("--run-id=c1", option), is(2));

    assertThat(err.toString(), containsString(message));
    assertThat("no stack trace", err.toString(), not(containsString("\tat ")));
    requireNothingWritten();
  }

  @Test
  void aNameThatIsNoneIsRefused() throws Exception {
    assertThat(compact("--run-id=a/b"), is(2));

    assertThat(err.toString(), containsString("--run-id must be 1 to 100 letters"));
    requireNothingWritten();
  }

  private void requireNothingWritten() throws Exception {
    try (var files = Files.list(folder)) {
      assertThat(files.toList(), is(List.of()));
    }
  }
}
