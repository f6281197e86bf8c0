package dev.headrace.io.lake.store;

import com.google.common.io.CountingOutputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Lines in a gzip file on the worker's disk, on their way to becoming an object. */
public final class PartFile implements AutoCloseable {
  private final Path file;
  private final CountingOutputStream compressed;
  private final GZIPOutputStream lines;
  private long count;
  private boolean finished;

  /** Starts a file without lines. */
  public PartFile() throws IOException {
    file = Files.createTempFile("headrace-part-", ".jsonl.gz");
    compressed = new CountingOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    lines = new GZIPOutputStream(compressed, 1 << 16);
  }

  /** Appends a line, given without its end. */
  public void append(byte[] line) throws IOException {
    lines.write(line);
    lines.write('\n');
    count++;
  }

  /** How many lines it has. */
  public long count() {
    return count;
  }

  /** Its size so far, in bytes, but for what is still held in a buffer of 64 KiB. */
  public long bytes() {
    return compressed.getCount();
  }

  /** The whole file, after which it takes no more lines. */
  public Path finish() throws IOException {
    lines.close();
    finished = true;
    return file;
  }

  /** Whether it takes no more lines. */
  public boolean isFinished() {
    return finished;
  }

  /** Reads the lines of such a file; the stream is closed with the reader, or if it is no gzip. */
  public static BufferedReader reader(InputStream compressed) throws IOException {
    try {
      return new BufferedReader(
          new InputStreamReader(new GZIPInputStream(compressed, 1 << 16), StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      compressed.close();
      throw e;
    }
  }

  /** Deletes the file. */
  @Override
  public void close() throws IOException {
    try (lines) {
      Files.deleteIfExists(file);
    }
  }
}
