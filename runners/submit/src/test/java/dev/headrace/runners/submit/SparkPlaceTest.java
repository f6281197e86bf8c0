package dev.headrace.runners.submit;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.headrace.pipelines.cli.Headrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SparkPlaceTest {
  private static final List<String> RUN =
      List.of(
          "earthquakes",
          "--start=2018-02-01",
          "--end",
          "2018-02-02",
          "--raw=s3://raw",
          "--transformed=s3://transformed",
          "--dead-letter=s3://dead-letter",
          "--staging=s3://staging",
          "--warehouse-url=jdbc:redshift://localhost:5439/dev",
          "--warehouse-user=loader",
          "--",
          "--storageLevel=DISK_ONLY",
          "--awsRegion=eu-west-1");

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path jar;

  @BeforeEach
  void makeTheJar() throws IOException {
    jar = Files.writeString(folder.resolve("job.jar"), "");
  }

  private FakeSparkHome home(String script) throws IOException {
    return FakeSparkHome.at(folder.resolve("spark"), script);
  }

  private int execute(List<String> args) {
    CommandLine headrace = Headrace.commandLine();
    headrace.setOut(new PrintWriter(out, true));
    headrace.setErr(new PrintWriter(err, true));
    return headrace.execute(args.toArray(String[]::new));
  }

  private int submit(FakeSparkHome home, List<String> options, List<String> run) {
    List<String> args = new ArrayList<>(List.of("submit", "spark"));
    args.addAll(List.of("--jar", jar.toString(), "--spark-home", home.folder().toString()));
    args.addAll(options);
    args.addAll(run);
    return execute(args);
  }

  @Test
  void sparkSubmitIsGivenTheJarAndTheRunAsItIs() throws Exception {
    FakeSparkHome home = home("exit 0");

    assertThat(submit(home, List.of("--master", "local[2]"), RUN), is(0));

    List<String> expected =
        new ArrayList<>(
            List.of(
                "--master",
                "local[2]",
                "--deploy-mode",
                "client",
                "--class",
                "dev.headrace.runners.spark.SparkJob",
                "--name",
                "headrace",
                jar.toString()));
    expected.addAll(RUN);
    assertThat(home.arguments(), is(expected));
    assertThat(home.told("home"), is(home.folder().toString()));
  }

  @Test
  void whatSparkHasOptionsForIsPassedOn() throws Exception {
    FakeSparkHome home = home("exit 0");
    Path own = Files.writeString(folder.resolve("own.jar"), "");
    List<String> options =
        List.of(
            "--master=local",
            "--name=quakes",
            "--driver-memory=1g",
            "--executor-memory=4g",
            "--executor-cores=2",
            "--num-executors=3",
            "--total-executor-cores=6",
            "--jars=" + own + ",s3a://jars/other.jar",
            "--conf=spark.ui.enabled=false",
            "--conf",
            "spark.executor.extraJavaOptions=-Da=b -Dc=d");

    assertThat(err.toString(), submit(home, options, RUN), is(0));

    assertThat(
        String.join(" ", home.arguments()),
        containsString(
            "--name quakes --driver-memory 1g --executor-memory 4g --executor-cores 2"
                + " --num-executors 3 --total-executor-cores 6 --jars "
                + own
                + ",s3a://jars/other.jar --conf spark.ui.enabled=false --conf"
                + " spark.executor.extraJavaOptions=-Da=b -Dc=d "
                + jar));
  }

  @Test
  void theOutputIsPassedOnAndTheExitCodeIsTheJobs() throws Exception {
    assertThat(submit(home("exit 1"), List.of("--master=local"), RUN), is(1));

    assertThat(out.toString(), is("Ledger of the run\n"));
    assertThat(err.toString(), is("ingest     1 request  0.1 s\n"));
  }

  @Test
  void sparkIsKeptFromTellingAllItDoes() throws Exception {
    FakeSparkHome home = home("cp \"${SPARK_SUBMIT_OPTS#*=}\" log4j");

    assertThat(submit(home, List.of("--master=local"), RUN), is(0));

    assertThat(home.told("log4j"), containsString("rootLogger.level = ${env:HEADRACE_LOG:-error}"));
  }

  @Test
  void aLogSettingOfTheSparkHomeIsKept() throws Exception {
    FakeSparkHome home = home("exit 0");
    Files.createDirectories(home.folder().resolve("conf"));
    Files.writeString(home.folder().resolve("conf/log4j2.properties"), "rootLogger.level = info");

    assertThat(submit(home, List.of("--master=local"), RUN), is(0));

    assertThat(home.told("options"), not(containsString("log4j")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--master=spark:7077        | --master must be such as spark://host:7077",
        "--master=spark://host      | --master must be such as spark://host:7077",
        "--conf=spark.ui.enabled    | --conf must be such as spark.executor.cores=2, but is \"spark.ui.enabled\"",
        "--conf==true               | --conf must be such as spark.executor.cores=2",
        "--jar=nowhere.jar          | --jar names nowhere.jar, and there is no such file",
        "--jars=nowhere.jar         | --jars names nowhere.jar, and there is no such file",
        "--jars=file:nowhere.jar    | --jars names nowhere.jar, and there is no such file",
        "--jars=file:///nowhere.jar | --jars names /nowhere.jar, and there is no such file",
        "--spark-home=nowhere       | and there is neither bin/spark-submit nor jars in it",
        "--deploy-mode=here         | Invalid value for option '--deploy-mode'",
        "--executor-cores=two       | --executor-cores",
        "--master-url=x             | --master-url",
      })
  void aWrongOptionIsToldAndNothingIsSubmitted(String option, String message) throws Exception {
    FakeSparkHome home = home("exit 0");
    List<String> args = new ArrayList<>(List.of("submit", "spark"));
    if (!option.startsWith("--master=")) {
      args.add("--master=local");
    }
    if (!option.startsWith("--jar=")) {
      args.add("--jar=" + jar);
    }
    if (!option.startsWith("--spark-home=")) {
      args.add("--spark-home=" + home.folder());
    }
    args.add(option);
    args.addAll(RUN);

    assertThat(execute(args), is(2));

    assertThat(err.toString(), containsString(message));
    assertThat("no stack trace", err.toString(), not(containsString("\tat ")));
    assertThat(home.wasStarted(), is(false));
  }

  @Test
  void aWrongOptionOfTheRunIsToldAndNothingIsSubmitted() throws Exception {
    FakeSparkHome home = home("exit 0");
    List<String> run = new ArrayList<>(RUN);
    run.add(1, "--shards=0");

    assertThat(submit(home, List.of("--master=local"), run), is(2));

    assertThat(err.toString(), is("headrace: --shards must be at least 1, but was 0\n"));
    assertThat(home.wasStarted(), is(false));
  }

  @Test
  void aSecretInAWrongSettingIsNotTold() throws Exception {
    FakeSparkHome home = home("exit 0");

    assertThat(submit(home, List.of("--master=local", "--conf", "a b=hunter2"), RUN), is(2));

    assertThat(err.toString(), not(containsString("hunter2")));
  }

  @Test
  void aMasterThatTakesNoConnectionsIsTold() throws Exception {
    FakeSparkHome home = home("exit 0");
    String master = "spark://127.0.0.1:1";

    assertThat(submit(home, List.of("--master", master), RUN), is(2));

    assertThat(
        err.toString(),
        is(
            "headrace: --master names "
                + master
                + ", and there is nothing that takes connections\n"));
    assertThat(home.wasStarted(), is(false));
  }

  @Test
  void oneOfSeveralMastersIsEnough() throws Exception {
    FakeSparkHome home = home("exit 0");
    try (ServerSocket master = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String both = "spark://127.0.0.1:1,127.0.0.1:" + master.getLocalPort();

      assertThat(submit(home, List.of("--master", both), RUN), is(0));
    }

    assertThat(home.wasStarted(), is(true));
  }

  @Test
  void aPipelineInAFileIsRefusedWhereTheDriverIsOnTheCluster() throws Exception {
    FakeSparkHome home = home("exit 0");
    List<String> run = new ArrayList<>(RUN);
    run.set(0, "orders.yaml");

    assertThat(submit(home, List.of("--master=yarn", "--deploy-mode=cluster"), run), is(2));

    assertThat(
        err.toString(), containsString("--deploy-mode must be client for a pipeline in a file"));
    assertThat(home.wasStarted(), is(false));
  }

  @Test
  void ofADriverOnTheClusterSparkTellsWhatItKnows() throws Exception {
    FakeSparkHome home = home("exit 0");

    assertThat(submit(home, List.of("--master=yarn", "--deploy-mode=cluster"), RUN), is(0));

    assertThat(
        String.join(" ", home.arguments()),
        containsString(
            "--deploy-mode cluster --class dev.headrace.runners.spark.SparkJob --name headrace "
                + jar));
    assertThat(home.told("options"), not(containsString("log4j")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://host:7077", "k8s://https://host:443", "local[2]"})
  void aDriverWhoseEndNobodyTellsIsRefused(String master) throws Exception {
    FakeSparkHome home = home("exit 0");

    assertThat(submit(home, List.of("--master=" + master, "--deploy-mode=cluster"), RUN), is(2));

    assertThat(
        err.toString(), containsString("--deploy-mode must be client with the master " + master));
    assertThat(home.wasStarted(), is(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "no", "False", ""})
  void aDriverThatIsNotWaitedForIsRefused(String waits) throws Exception {
    FakeSparkHome home = home("exit 0");
    String conf = "--conf=spark.yarn.submit.waitAppCompletion=" + waits;

    assertThat(submit(home, List.of("--master=yarn", "--deploy-mode=cluster", conf), RUN), is(2));

    assertThat(
        err.toString(),
        containsString("--conf must not have spark.yarn.submit.waitAppCompletion other than true"));
    assertThat(home.wasStarted(), is(false));
  }

  @Test
  void aDriverThatIsToldToBeWaitedForIsSubmitted() throws Exception {
    FakeSparkHome home = home("exit 0");
    String conf = "--conf=spark.yarn.submit.waitAppCompletion=true";

    assertThat(submit(home, List.of("--master=yarn", "--deploy-mode=cluster", conf), RUN), is(0));
  }

  @Test
  void aPipelineOfOnesOwnIsFoundInItsJar() throws Exception {
    FakeSparkHome home = home("exit 0");
    Path own = OwnPipelineJar.write(folder.resolve("own.jar"));
    List<String> run = new ArrayList<>(RUN);
    run.set(0, "earthquakes-of-my-own");

    assertThat(submit(home, List.of("--master=local"), run), is(2));
    assertThat(err.toString(), containsString("There is no pipeline \"earthquakes-of-my-own\""));
    assertThat(submit(home, List.of("--master=local", "--jars=" + own), run), is(0));
  }

  @Test
  void helpTellsHowToPassOptionsOn() {
    assertThat(execute(List.of("submit", "spark", "--help")), is(0));

    assertThat(
        out.toString(),
        allOf(containsString("PIPELINE <options of headrace run>"), containsString("--master")));
  }

  @Test
  void endingHeadraceEndsWhatItFollows() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    FakeSparkHome home =
        home(
            "mkfifo hangs; trap 'kill $!; echo bye; exit 143' TERM; cat hangs & echo $$ >pid; wait");
    Path output = folder.resolve("output");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Headrace.class.getName(),
                "submit",
                "spark",
                "--master=local",
                "--jar=" + jar,
                "--spark-home=" + home.folder()));
    command.addAll(RUN);
    Process headrace =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      ProcessHandle submitted = submitted(home, headrace, output);
      headrace.destroy();

      assertThat(headrace.waitFor(), is(130));
      assertThat(submitted.isAlive(), is(false));
      assertThat(
          Files.readString(output, StandardCharsets.UTF_8),
          endsWith("bye\nstopped    the same command goes on where it was\n"));
      assertThat("no settings are left behind", logSettingsIn(temporary), is(empty()));
    } finally {
      headrace.destroyForcibly();
    }
  }

  private static List<Path> logSettingsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".properties")).toList();
    }
  }

  /** Waits until spark-submit has told its process id. */
  private static ProcessHandle submitted(FakeSparkHome home, Process headrace, Path output)
      throws Exception {
    Path pid = home.folder().resolve("pid");
    while (!Files.exists(pid) || !Files.readString(pid).endsWith("\n")) {
      boolean ended = headrace.waitFor(10, TimeUnit.MILLISECONDS);
      assertThat(Files.readString(output), ended, is(false));
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
  }
}
