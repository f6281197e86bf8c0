package dev.headrace.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The server of a benchmark, as the one who started it sees it. */
final class ServerProcess implements AutoCloseable {
  private final LineProcess process;
  private final URI baseUrl;

  private ServerProcess(LineProcess process, URI baseUrl) {
    this.process = process;
    this.baseUrl = baseUrl;
  }

  static ServerProcess start(Duration latency) throws IOException {
    LineProcess process =
        LineProcess.start(ServerMain.class, Round.HEAP, List.of(latency.toString()));
    try {
      return new ServerProcess(process, URI.create("http://127.0.0.1:" + process.readLine()));
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  URI baseUrl() {
    return baseUrl;
  }

  /** What the server has seen since it was asked last. */
  Traffic.Seen take() throws IOException {
    return Traffic.Seen.parse(process.ask());
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
