package dev.headrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM beside this one that answers in lines, and ends when it is told no more. */
public final class LineProcess implements AutoCloseable {
  private static final long SECONDS_TO_END = 30;

  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;

  private LineProcess(Process process) {
    this.process = process;
    this.out = process.inputReader(UTF_8);
    this.in = process.outputWriter(UTF_8);
  }

  /**
   * Starts one.
   *
   * @param heap the most it may take, as {@code -Xmx} has it
   */
  public static LineProcess start(Class<?> main, String heap, List<String> args)
      throws IOException {
    return new LineProcess(
        Jvm.of(main, heap, args).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /**
   * The next line that it writes.
   *
   * @throws IOException if it has ended
   */
  public String readLine() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("A server has ended, process " + process.pid());
    }
    return line;
  }

  /** Its answer to a line. */
  public String ask() throws IOException {
    in.newLine();
    in.flush();
    return readLine();
  }

  /** Lets it end, and ends it if it does not. */
  @Override
  public void close() throws IOException {
    try (in) {
      in.flush();
    } finally {
      await();
    }
  }

  private void await() {
    try {
      process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
