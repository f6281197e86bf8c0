package dev.headrace.benchmarks.reprocess;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetWriter;

/** The Parquet files of one task, one for every month. */
final class FlightFiles implements Closeable {
  private final Path folder;
  private final String name;
  private final Map<String, ParquetWriter<Flight>> byMonth = new HashMap<>();

  FlightFiles(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  void write(Flight flight) throws IOException {
    ParquetWriter<Flight> writer = byMonth.get(flight.month);
    if (writer == null) {
      writer = open(flight.month);
      byMonth.put(flight.month, writer);
    }
    writer.write(flight);
  }

  private ParquetWriter<Flight> open(String month) throws IOException {
    Path partition = Files.createDirectories(folder.resolve("month=" + month));
    return FlightWriteSupport.open(partition.resolve(name));
  }

  @Override
  public void close() throws IOException {
    for (ParquetWriter<Flight> writer : byMonth.values()) {
      writer.close();
    }
  }
}
