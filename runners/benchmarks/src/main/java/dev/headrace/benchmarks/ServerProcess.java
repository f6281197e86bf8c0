package dev.headrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The server of a benchmark, as the one who started it sees it. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;
  private final URI baseUrl;

  private ServerProcess(Process process) throws IOException {
    this.process = process;
    this.out = process.inputReader(UTF_8);
    this.in = process.outputWriter(UTF_8);
    this.baseUrl = URI.create("http://127.0.0.1:" + readLine());
  }

  static ServerProcess start(Duration latency) throws IOException {
    Process process =
        Jvm.of(ServerMain.class, Round.HEAP, List.of(latency.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      return new ServerProcess(process);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  URI baseUrl() {
    return baseUrl;
  }

  /** What the server has seen since it was asked last. */
  Traffic.Seen take() throws IOException {
    in.newLine();
    in.flush();
    return Traffic.Seen.parse(readLine());
  }

  private String readLine() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("The server has ended");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
