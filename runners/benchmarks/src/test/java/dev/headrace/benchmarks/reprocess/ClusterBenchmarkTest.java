package dev.headrace.benchmarks.reprocess;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.headrace.benchmarks.TestFlights;
import dev.headrace.benchmarks.reprocess.ClusterBenchmark.Where;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClusterBenchmarkTest {
  @TempDir Path folder;

  @Test
  void theClusterWritesWhatOneJvmDoesAndBothGetALine() throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        new CommandLine(new ClusterBenchmark())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                "--flights",
                TestFlights.write(folder, 1_000).toString(),
                "--data",
                folder.resolve("data").toString(),
                "--heap=1g",
                "--executor-memory=512",
                "--rows=1000",
                "--rounds=1");

    assertThat(err.toString(), status, is(0));
    for (Where where : Where.values()) {
      assertThat(out.toString(), containsString(where.title()));
    }
  }
}
