package dev.headrace.benchmarks.reprocess;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.headrace.benchmarks.TestFlights;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReprocessBenchmarkTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private int run(String... more) throws SQLException {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("--flights", TestFlights.write(folder, 4_000).toString()));
    args.addAll(List.of("--data", folder.resolve("data").toString(), "--heap", "1g"));
    args.addAll(List.of(more));
    return new CommandLine(new ReprocessBenchmark())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args.toArray(String[]::new));
  }

  @Test
  void everyContestantWritesWhatItShouldAndGetsALine() throws SQLException {
    int status = run("--rows", "3000", "--rounds", "1");

    assertThat(err.toString(), status, is(0));
    for (Contestant contestant : Contestant.values()) {
      assertThat(out.toString(), containsString(contestant.title()));
    }
  }

  @Test
  void moreFlightsThanThereAreAreRefused() throws SQLException {
    assertThat(run("--rows", "4001"), is(1));
    assertThat(err.toString(), containsString("--rows must be 1 to 4000"));
  }

  @Test
  void aNumberThatMakesNoSenseIsRefused() throws SQLException {
    assertThat(run("--scale", "0"), is(2));
    assertThat(err.toString(), containsString("--scale must be at least 1, but was 0"));
  }
}
