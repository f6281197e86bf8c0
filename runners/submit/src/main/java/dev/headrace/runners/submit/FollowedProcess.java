package dev.headrace.runners.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process whose output is passed on while it runs, and which does not outlive this one. */
final class FollowedProcess {
  /** What a shell has for a command that Ctrl-C ended. */
  private static final int STOPPED = 130;

  private static final Duration GRACE = Duration.ofSeconds(30);

  private final PrintWriter out;
  private final PrintWriter err;
  private final String stopped;
  private final Runnable afterwards;

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
   * for.
   *
   * @return its exit code
   */
  int run(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.start();
    List<Thread> pumps =
        List.of(pump(process.getInputStream(), out), pump(process.getErrorStream(), err));
    Thread stop = new Thread(() -> stop(process.toHandle(), pumps), "headrace-stop");
    try {
      Runtime.getRuntime().addShutdownHook(stop);
    } catch (IllegalStateException e) {
      stop.start(); // this JVM was told to end in between
    }
    int exitCode = process.waitFor();
    for (Thread pump : pumps) {
      pump.join();
    }
    leaveTo(stop);
    afterwards.run();
    return exitCode;
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

  /** By its handle: a process itself would close its output, and what it says last be lost. */
  private void stop(ProcessHandle process, List<Thread> pumps) {
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
    afterwards.run();
    Runtime.getRuntime().halt(STOPPED);
  }
}
