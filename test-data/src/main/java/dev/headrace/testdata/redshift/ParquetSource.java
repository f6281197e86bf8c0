package dev.headrace.testdata.redshift;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Decodes Parquet files on threads of its own, a few of them and a few buffers ahead of what
 * PostgreSQL has taken. The rows arrive in the order of the files all the same, and so do errors.
 */
final class ParquetSource implements CopySource {
  private static final int FILES_AT_ONCE = 2;
  private static final int BUFFERS_AHEAD = 32;
  private static final long SECONDS_TO_END = 30;

  private final StagedFiles files;
  private final TargetTable table;
  private final boolean serializeToJson;

  /** A file on its way: its rows, then an empty buffer, and how it ended. */
  private record Decoded(BlockingQueue<ByteBuffer> rows, Future<?> end) {}

  ParquetSource(StagedFiles files, TargetTable table, boolean serializeToJson) {
    this.files = files;
    this.table = table;
    this.serializeToJson = serializeToJson;
  }

  @Override
  public void load(List<Manifest.Entry> entries, Backend.CopyIn out) throws SQLException {
    ExecutorService threads = Executors.newFixedThreadPool(FILES_AT_ONCE, ParquetSource::daemon);
    try {
      List<Decoded> decoded = new ArrayList<>();
      for (Manifest.Entry entry : entries) {
        BlockingQueue<ByteBuffer> rows = new ArrayBlockingQueue<>(BUFFERS_AHEAD);
        decoded.add(new Decoded(rows, threads.submit(() -> decode(entry.url(), rows))));
      }
      out.write(CopyBinary.HEADER, 0, CopyBinary.HEADER.length);
      for (Decoded file : decoded) {
        write(file, out);
      }
      out.write(CopyBinary.TRAILER, 0, CopyBinary.TRAILER.length);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      end(threads);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "copy-decoder");
    thread.setDaemon(true);
    return thread;
  }

  /** Runs on a thread of its own. */
  private Void decode(S3Url url, BlockingQueue<ByteBuffer> rows)
      throws SQLException, InterruptedException {
    try {
      CopyBinary out = new CopyBinary(buffer -> put(buffer, rows));
      ParquetRows.Encoding encoding =
          schema -> RowEncoder.of(table, schema, url.toString(), serializeToJson);
      files.read(url, "Parquet", file -> ParquetRows.encode(file, encoding, out));
      return null;
    } finally {
      rows.put(ByteBuffer.allocate(0));
    }
  }

  private static void put(ByteBuffer buffer, BlockingQueue<ByteBuffer> rows) throws SQLException {
    try {
      rows.put(buffer);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void write(Decoded file, Backend.CopyIn out)
      throws SQLException, InterruptedException {
    for (ByteBuffer rows = file.rows().take(); rows.hasRemaining(); rows = file.rows().take()) {
      byte[] bytes = new byte[rows.remaining()];
      rows.get(bytes);
      out.write(bytes, 0, bytes.length);
    }
    try {
      file.end().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw new IllegalStateException("A file could not be decoded", e.getCause());
    }
  }

  private static SQLException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SQLException("The COPY was interrupted", "57014", e);
  }

  /** Waits for the threads, since each removes its file at its end. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
