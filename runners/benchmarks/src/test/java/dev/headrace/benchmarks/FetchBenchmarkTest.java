package dev.headrace.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FetchBenchmarkTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new FetchBenchmark())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @Test
  void everyContestantSendsAllItsRequestsAndGetsALine() {
    int status = run("--requests", "20", "--latency", "5", "--rounds", "1");

    assertThat(err.toString(), status, is(0));
    for (Contestant contestant : Contestant.values()) {
      assertThat(out.toString(), containsString(contestant.title()));
    }
  }

  @Test
  void aNumberThatMakesNoSenseIsRefused() {
    assertThat(run("--rounds", "0"), is(2));
    assertThat(err.toString(), containsString("--rounds must be at least 1, but was 0"));
  }
}
