package dev.headrace.runners.glue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Collections.frequency;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.headrace.pipelines.cli.Headrace;
import dev.headrace.testdata.process.CtrlC;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ctrl-C, in a process of its own. */
class StopTest extends GlueFixture {
  private static final int SECONDS = 300;

  private final CountDownLatch answered = new CountDownLatch(1);
  private @Nullable Process process;
  private Path told;

  @BeforeEach
  void nameTold() {
    told = folder.resolve("told");
  }

  @AfterEach
  void endProcess() {
    answered.countDown();
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private void start(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx300m", "-XX:TieredStopAtLevel=1"));
    account.settings().forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Headrace.class.getName()));
    command.addAll(account.arguments(List.of(options), GlueAccount.run("earthquakes")));
    process =
        new ProcessBuilder(CtrlC.heardBy(command))
            .redirectErrorStream(true)
            .redirectOutput(told.toFile())
            .start();
  }

  private void awaitThat(BooleanSupplier happened) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!happened.getAsBoolean()) {
      assertThat(output(), headrace().waitFor(10, TimeUnit.MILLISECONDS), is(false));
      assertThat(output(), System.nanoTime() < until, is(true));
    }
  }

  private Process headrace() {
    return Objects.requireNonNull(process);
  }

  private int interrupt() throws Exception {
    sendInterrupt();
    return awaitEnd();
  }

  private void sendInterrupt() throws Exception {
    CtrlC.sendTo(headrace());
  }

  private int awaitEnd() throws Exception {
    assertThat(output(), headrace().waitFor(SECONDS, TimeUnit.SECONDS), is(true));
    return headrace().exitValue();
  }

  private String output() throws IOException {
    return Files.exists(told) ? Files.readString(told, UTF_8) : "";
  }

  private boolean tells(String text) {
    try {
      return output().contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ctrl-C comes after a run was started, and before that is answered. */
  private int interruptWhileTheStartIsUnanswered() throws Exception {
    account
        .glue()
        .beforeAnswerOf("StartJobRun", () -> Uninterruptibles.awaitUninterruptibly(answered));
    start();
    awaitThat(() -> count("StartJobRun") == 1);
    sendInterrupt();
    awaitThat(() -> tells("stopping   a run may have been started"));
    answered.countDown();
    return awaitEnd();
  }

  private int count(String operation) {
    return frequency(account.glue().operations(), operation);
  }

  @Test
  void ctrlCStopsTheRunAndEndsOnceItIsStopped() throws Exception {
    account.glue().jobs().letRunsGo("STARTING", "RUNNING");
    start();
    awaitThat(() -> count("GetJobRun") >= 3);

    assertThat(interrupt(), is(130));

    assertThat(account.glue().jobs().states().values().toString(), is("[STOPPED]"));
    assertThat(count("BatchStopJobRun"), is(1));
    assertThat(
        output(),
        allOf(
            containsString("stopping   the run jr_"),
            containsString("state      STOPPED"),
            not(containsString("\tat "))));
  }

  @Test
  void ctrlCWhileAPlaceIsWaitedForStartsNothing() throws Exception {
    account.glue().fail("StartJobRun", 100_000, 400, "ConcurrentRunsExceededException", "Full");
    start();
    awaitThat(() -> count("StartJobRun") >= 3);

    assertThat(interrupt(), is(130));

    assertThat(account.glue().jobs().states().size(), is(0));
    assertThat(count("BatchStopJobRun"), is(0));
  }

  @Test
  void ctrlCWhileAStartIsUnansweredStopsTheRunOnceItIsKnown() throws Exception {
    account.glue().jobs().letRunsGo("RUNNING");

    assertThat(interruptWhileTheStartIsUnanswered(), is(130));

    assertThat(account.glue().jobs().states().values().toString(), is("[STOPPED]"));
    assertThat(output(), containsString("stopping   the run jr_"));
  }

  @Test
  void ctrlCWhileAStartIsUnansweredStopsTheRunAlsoIfTheAnswerIsLost() throws Exception {
    account.glue().jobs().letRunsGo("RUNNING");
    account.glue().loseAnswerOf("StartJobRun");

    assertThat(interruptWhileTheStartIsUnanswered(), is(130));

    assertThat(account.glue().jobs().states().values().toString(), is("[STOPPED]"));
    assertThat(count("StartJobRun"), is(1));
    assertThat(output(), containsString("stopping   the run jr_"));
  }

  @Test
  void ctrlCThatFindsNoRunAfterAStartInDoubtSaysHowToLook() throws Exception {
    account.glue().fail("StartJobRun", 1, 500, "InternalServiceException", "Out of order");

    assertThat(interruptWhileTheStartIsUnanswered(), is(130));

    assertThat(account.glue().jobs().states().size(), is(0));
    assertThat(count("BatchStopJobRun"), is(0));
    assertThat(
        output(),
        allOf(
            containsString("stopping   no run is under way"),
            containsString("aws glue get-job-runs --job-name headrace-earthquakes")));
  }

  @Test
  void aRunThatCannotBeStoppedIsToldToGoOn() throws Exception {
    account.glue().jobs().letRunsGo("RUNNING");
    account.glue().fail("BatchStopJobRun", 1, 400, "AccessDeniedException", "You may not");
    start();
    awaitThat(() -> count("GetJobRun") >= 2);

    assertThat(interrupt(), is(130));

    assertThat(
        output(), containsString("stopping   failed, and the run may go on: BatchStopJobRun"));
    assertThat(account.glue().jobs().states().values().toString(), is("[RUNNING]"));
  }
}
