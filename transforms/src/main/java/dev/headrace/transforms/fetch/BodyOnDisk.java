package dev.headrace.transforms.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A body in an open file.
 *
 * @param offset where in the file it begins
 * @param closing what is closed with it: the file, or nothing
 */
record BodyOnDisk(FileChannel file, long offset, long length, String sha256, AutoCloseable closing)
    implements Body {

  @Override
  public InputStream open() {
    return new BufferedInputStream(new Reader(), 1 << 16);
  }

  @Override
  public void close() {
    try {
      closing.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads by position, so that readers do not disturb each other; leaves the file open. */
  private final class Reader extends InputStream {
    private long read;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Decoders ask for it to learn whether there is more to come. */
    @Override
    public int available() {
      return (int) Math.min(Integer.MAX_VALUE, length - read);
    }

    @Override
    public int read(byte[] bytes, int start, int count) throws IOException {
      if (read >= length) {
        return -1;
      }
      int most = (int) Math.min(count, length - read);
      int got = file.read(ByteBuffer.wrap(bytes, start, most), offset + read);
      if (got < 0) {
        throw new IOException("The file is shorter than the body it is to hold");
      }
      read += got;
      return got;
    }
  }
}
