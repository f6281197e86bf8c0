package dev.headrace.benchmarks.reprocess;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

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

class GrowthBenchmarkTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private int run(String... more) throws SQLException {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("--flights", TestFlights.write(folder, 4_000).toString()));
    args.addAll(List.of("--data", folder.resolve("data").toString()));
    args.addAll(List.of(more));
    return new CommandLine(new GrowthBenchmark())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args.toArray(String[]::new));
  }

  @Test
  void everySizeIsWrittenAsItShouldInAColdAndInAWarmJvmAndGetsALine() throws SQLException {
    int status =
        run("--rows", "2000", "--scales", "2", "--warm-ups", "1", "--rounds", "1", "--heap", "1g");

    assertThat(err.toString(), status, is(0));
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.size(), is(4));
    assertThat(lines.get(2), matchesPattern("cold +2 .* 1\\.00"));
    assertThat(lines.get(3), matchesPattern("warm +2 .* 1\\.00"));
  }

  @Test
  void theHeapIsSmallUnlessItIsGiven() throws SQLException {
    assertThat(run("--help"), is(0));
    assertThat(out.toString().replaceAll("\\s+", " "), containsString("Default: 1500m."));
  }

  @Test
  void anInputOfNothingIsRefused() throws SQLException {
    assertThat(run("--scales", "1,0"), is(2));
    assertThat(err.toString(), containsString("--scales must be at least 1, but was 0"));
  }
}
