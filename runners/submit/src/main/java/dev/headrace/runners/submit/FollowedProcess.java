package dev.headrace.runners.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A process whose output is passed on while it runs, and which does not outlive this one. */
final class FollowedProcess {
  /** What a shell has for a command that Ctrl-C ended. */
  private static final int STOPPED = 130;

  private static final Duration GRACE = Duration.ofMinutes(2);

  private final PrintWriter out;
  private final PrintWriter err;
  private final String stopped;
  private final Runnable afterwards;
  private final List<Thread> pumps = new CopyOnWriteArrayList<>();
  private @Nullable Process process;
  private boolean ending;

  /**
   * Where its output goes, and what is said when it was stopped.
   *
   * @param stopped the last line then
   * @param afterwards what is left to do when it has ended, in either way, and can be done twice
   */
  FollowedProcess(PrintWriter out, PrintWriter err, String stopped, Runnable afterwards) {
    this.out = out;
    this.err = err;
    this.stopped = stopped;
    this.afterwards = afterwards;
  }

  /**
   * Runs it to its end. When this JVM is told to end in the meantime, so is the process, and waited
   * for; one that was not started by then is not started any more. To be called once.
   *
   * @return its exit code
   * @throws IllegalStateException if this JVM is ending already
   */
  int run(ProcessBuilder command) throws IOException, InterruptedException {
    Thread stop = new Thread(this::stop, "headrace-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    Process started;
    try {
      started = start(command);
    } catch (IOException | IllegalStateException e) {
      leaveTo(stop);
      throw e;
    }
    int exitCode = started.waitFor();
    for (Thread pump : pumps) {
      pump.join();
    }
    leaveTo(stop);
    afterwards.run();
    return exitCode;
  }

  /** Who ends this JVM waits for it, and so knows of the process. */
  private synchronized Process start(ProcessBuilder command) throws IOException {
    if (ending) {
      throw new IllegalStateException("The command was told to end before it started the job");
    }
    Process started = command.start();
    pumps.add(pump(started.getInputStream(), out));
    pumps.add(pump(started.getErrorStream(), err));
    process = started;
    return started;
  }

  private synchronized @Nullable Process end() {
    ending = true;
    return process;
  }

  /** Once this JVM ends it does so by the hook, with the hook's exit code. */
  private static void leaveTo(Thread stop) throws InterruptedException {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      stop.join();
    }
  }

  private static Thread pump(InputStream from, PrintWriter to) {
    Thread thread = new Thread(() -> pass(from, to), "headrace-follow");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void pass(InputStream from, PrintWriter to) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        to.println(line);
        to.flush();
      }
    } catch (IOException e) {
      to.println("headrace: The output of the job cannot be read any more: " + e.getMessage());
      to.flush();
    }
  }

  private void stop() {
    Process started = end();
    if (started != null) {
      stop(started.toHandle());
    }
    afterwards.run();
    Runtime.getRuntime().halt(STOPPED);
  }

  /** By its handle: a process itself would close its output, and what it says last be lost. */
  private void stop(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(GRACE.toSeconds(), TimeUnit.SECONDS);
      for (Thread pump : pumps) {
        pump.join(GRACE.toMillis());
      }
      err.println(stopped);
      err.flush();
    } catch (TimeoutException | ExecutionException e) {
      process.destroyForcibly();
      err.println("killed     it did not end within " + GRACE.toSeconds() + " seconds");
      err.flush();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
