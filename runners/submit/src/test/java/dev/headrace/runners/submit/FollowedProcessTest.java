package dev.headrace.runners.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that is told to end just when it is about to start something. */
class FollowedProcessTest {
  /** Far more than any machine takes. */
  private static final int LIMIT_MINUTES = 5;

  private static final int TOLD_TO_END = 143;
  private static final int STOPPED = 130;

  @TempDir Path folder;

  /** A JVM that is ending. */
  public static final class Ending {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private Ending() {}

    /** Follows a process in a folder, and ends before or while it is started. */
    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      if (args[1].equals("before")) {
        new Ending().beforeTheStart(folder);
      } else {
        new Ending().inTheMiddleOfTheStart(folder);
      }
    }

    private void beforeTheStart(Path folder) throws Exception {
      begin();
      try {
        follow(new ProcessBuilder("true").redirectOutput(folder.resolve("started").toFile()));
      } finally {
        done.countDown();
      }
    }

    /** Opening a pipe to read from it takes until it is opened to write into it. */
    private void inTheMiddleOfTheStart(Path folder) throws Exception {
      Path pipe = folder.resolve("pipe");
      Thread starts =
          new Thread(() -> follow(new ProcessBuilder("cat").redirectInput(pipe.toFile())));
      starts.start();
      while (!isStarting(starts)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      begin();
      try (var never = Files.newOutputStream(pipe)) {
        done.countDown();
        starts.join();
      }
    }

    private void begin() throws InterruptedException {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    begun.countDown();
                    try {
                      done.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
      new Thread(() -> System.exit(TOLD_TO_END)).start();
      begun.await();
    }

    private static boolean isStarting(Thread thread) {
      return Arrays.stream(thread.getStackTrace())
          .anyMatch(frame -> frame.getClassName().equals(ProcessBuilder.class.getName()));
    }

    private static void follow(ProcessBuilder command) {
      try {
        PrintWriter out = new PrintWriter(System.out, true, UTF_8);
        new FollowedProcess(out, out, "stopped", () -> {}).run(command);
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private int exitCode(String when) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Ending.class.getName(),
                folder.toString(),
                when)
            .redirectErrorStream(true)
            .redirectOutput(output().toFile())
            .start();
    try {
      assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES), is(true));
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private Path output() {
    return folder.resolve("output");
  }

  @Test
  void aJvmThatIsEndingStartsNothing() throws Exception {
    assertThat(exitCode("before"), is(TOLD_TO_END));

    assertThat(Files.exists(folder.resolve("started")), is(false));
  }

  @Test
  void whatIsBeingStartedWhenTheJvmEndsIsStoppedAndWaitedFor() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", folder + "/pipe").start().waitFor(), is(0));

    assertThat(exitCode("meanwhile"), is(STOPPED));

    assertThat(Files.readString(output()), endsWith("stopped\n"));
  }
}
