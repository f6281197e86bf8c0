package dev.headrace.io.http.wire;

import dev.headrace.transforms.fetch.Body;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A body in an open file. */
record FileBody(FileChannel file, long length, String sha256) implements Body {

  @Override
  public InputStream open() {
    return new BufferedInputStream(new FromStart(file), 1 << 16);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads by position, so that readers do not disturb each other; leaves the file open. */
  private static final class FromStart extends InputStream {
    private final FileChannel file;
    private long position;

    FromStart(FileChannel file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      int read = file.read(ByteBuffer.wrap(bytes, offset, count), position);
      position += Math.max(read, 0);
      return read;
    }
  }
}
