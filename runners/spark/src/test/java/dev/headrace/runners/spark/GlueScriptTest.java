package dev.headrace.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Base64;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that Glue compiles, with what it is called for and what it is called with. */
class GlueScriptTest {
  private static final String NOWHERE =
      """
      ["nowhere", "--end", "2018-02-01", "--raw=s3://raw", "--transformed=s3://transformed",
       "--dead-letter=s3://dead-letter", "--staging=s3://staging",
       "--warehouse-url=jdbc:none:", "--warehouse-user=loader", "--", "--awsRegion=eu-west-1"]
      """;

  @TempDir Path folder;

  /** As Glue gives them: its own, and those that headrace submit glue starts a run with. */
  private static String[] sysArgs(String json) {
    String value = Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    return new String[] {
      "--JOB_ID", "j_1", "--JOB_NAME", "headrace-quakes", "--headrace_args", value
    };
  }

  @Test
  void itCompilesAndGivesTheArgumentsToTheJobJarInGluesOwnContext() throws Throwable {
    SparkConf conf = new SparkConf().setMaster("local[1]").setAppName("made by Glue");
    try (CompiledScript script = CompiledScript.in(folder)) {
      SparkContext context = new SparkContext(conf);
      try {
        RuntimeException failure =
            assertThrows(RuntimeException.class, () -> script.run(sysArgs(NOWHERE)));

        assertThat(failure.getMessage(), containsString("There is no pipeline \"nowhere\""));
        assertThat(
            script.calls(), contains(startsWith("init headrace-quakes made by Glue {JOB_NAME")));
        assertThat(context.isStopped(), is(false));
      } finally {
        context.stop();
      }
    }
  }

  @Test
  void withoutTheNameOfTheJobNothingIsBegun() throws Throwable {
    try (CompiledScript script = CompiledScript.in(folder)) {
      SparkConf conf = new SparkConf().setMaster("local[1]").setAppName("made by Glue");
      SparkContext context = new SparkContext(conf);
      try {
        assertThrows(IllegalArgumentException.class, () -> script.run("--headrace_args", "W10"));
        assertThat(script.calls(), is(empty()));
      } finally {
        context.stop();
      }
    }
  }
}
