package dev.headrace.benchmarks.load;

import dev.headrace.benchmarks.LineProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A fresh warehouse, as the one who started it sees it. */
final class WarehouseProcess implements AutoCloseable {
  private static final String HEAP = "1g";

  private final LineProcess process;
  private final Warehouse warehouse;

  private WarehouseProcess(LineProcess process) throws IOException {
    this.process = process;
    this.warehouse = new Warehouse(process.readLine(), process.readLine(), process.readLine());
  }

  /**
   * Starts one.
   *
   * @param objects an absent folder for what its S3 holds
   * @param password a file with what Amazon's driver has to give
   */
  static WarehouseProcess start(Path objects, Path password) throws IOException {
    LineProcess process =
        LineProcess.start(
            WarehouseMain.class, HEAP, List.of(objects.toString(), password.toString()));
    try {
      return new WarehouseProcess(process);
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  Warehouse warehouse() {
    return warehouse;
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
