package dev.headrace.runners.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM of its own, of which the output goes to a file, and can be waited for line by line. */
final class JvmProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int GRACE_SECONDS = 10;
  private static final int TOLD_LINES = 60;

  private final String name;
  private final Process process;
  private final Path log;
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  private JvmProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param log where its output goes
   * @param arguments of {@code java}
   * @param environment besides that of this JVM
   */
  static JvmProcess start(Path log, List<String> arguments, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Files.createDirectories(log.getParent());
    JvmProcess started = new JvmProcess(log.getFileName().toString(), builder.start(), log);
    Runtime.getRuntime().addShutdownHook(new Thread(started.process::destroyForcibly));
    Thread reader = new Thread(started::read, "output of " + started.name);
    reader.setDaemon(true);
    reader.start();
    return started;
  }

  private void read() {
    try (BufferedReader in = process.inputReader(UTF_8);
        PrintWriter out = new PrintWriter(Files.newBufferedWriter(log), true)) {
      for (String line; (line = in.readLine()) != null; ) {
        out.println(line);
        add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The output of " + name + " cannot be kept", e);
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Every line so far. */
  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Waits for the first line, after so many others, in which the pattern is found. */
  synchronized Matcher awaitLine(Pattern pattern, int after) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    int next = after;
    while (true) {
      for (; next < lines.size(); next++) {
        Matcher matcher = pattern.matcher(lines.get(next));
        if (matcher.find()) {
          return matcher;
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (ended || left <= 0) {
        throw new IllegalStateException(
            "No line of %s has %s\n%s".formatted(name, pattern, tail()));
      }
      wait(left);
    }
  }

  Matcher awaitLine(Pattern pattern) throws InterruptedException {
    return awaitLine(pattern, 0);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Ends it as the power going off would. */
  void kill() {
    process.destroyForcibly();
  }

  /** Waits until it has ended, and all its output is read. */
  int waitFor() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException(name + " did not end\n" + tail());
    }
    awaitOutput();
    return process.exitValue();
  }

  private synchronized void awaitOutput() throws InterruptedException {
    while (!ended) {
      wait();
    }
  }

  /** The last lines, and where all of them are. */
  synchronized String tail() {
    List<String> last = lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size());
    return String.join("\n", last) + "\nAll of it is in " + log;
  }

  /** Lets it end with its standard input, and ends it if it does not. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Asks it to end, and ends it if it has not after so many seconds. */
  void end(int seconds) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
