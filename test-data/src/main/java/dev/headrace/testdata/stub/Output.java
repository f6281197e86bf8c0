package dev.headrace.testdata.stub;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A buffer that keeps the last bytes written until it is flushed, whatever their number. What is to
 * be noted before a client has all of its answer can so be noted before the flush.
 */
final class Output {

  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 16];
  private int count;

  Output(OutputStream out) {
    this.out = out;
  }

  void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (count == buffer.length) {
        flush();
      }
      int part = Math.min(buffer.length - count, length - done);
      System.arraycopy(bytes, offset + done, buffer, count, part);
      count += part;
      done += part;
    }
  }

  void flush() throws IOException {
    out.write(buffer, 0, count);
    count = 0;
  }
}
