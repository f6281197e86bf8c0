package dev.headrace.io.http.wire;

import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.run.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Takes in a body: in memory while it is small, then in a file on the worker's disk. The file has
 * no name any more as soon as it is open, so that not even a killed worker leaves it behind. What
 * comes in while another thread breaks the exchange off is not kept.
 */
final class Spool extends OutputStream {
  static final int MEMORY_BYTES = 256 << 10;

  private final long maxBytes;
  private final String tooLarge;
  private final MessageDigest sum = Sha256.digest();
  private final byte[] single = new byte[1];
  private @Nullable ByteArrayOutputStream memory;
  private @Nullable FileChannel file;
  private long length;
  private boolean closed;

  /**
   * @param maxBytes refuses more than these
   * @param tooLarge what to say then
   */
  Spool(long maxBytes, String tooLarge) {
    this.maxBytes = maxBytes;
    this.tooLarge = tooLarge;
    this.memory = new ByteArrayOutputStream(1024);
  }

  @Override
  public void write(int b) throws IOException {
    single[0] = (byte) b;
    write(single, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    write(ByteBuffer.wrap(bytes, offset, count));
  }

  /** Takes in what remains in the buffer. */
  synchronized void write(ByteBuffer bytes) throws IOException {
    if (closed) {
      throw new IOException("The exchange is over");
    }
    length += bytes.remaining();
    requireAllowed(length);
    sum.update(bytes.duplicate());
    ByteArrayOutputStream small = memory;
    if (small != null && length <= MEMORY_BYTES) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      small.writeBytes(copy);
      return;
    }
    writeFully(opened(), bytes);
  }

  /** Refuses a length at once where it is known beforehand. */
  void requireAllowed(long bytes) throws TooLargeException {
    if (bytes > maxBytes) {
      throw new TooLargeException(tooLarge);
    }
  }

  private FileChannel opened() throws IOException {
    FileChannel channel = file;
    if (channel == null) {
      channel = unnamedFile();
      file = channel;
      if (memory != null) {
        writeFully(channel, ByteBuffer.wrap(memory.toByteArray()));
        memory = null;
      }
    }
    return channel;
  }

  private static FileChannel unnamedFile() throws IOException {
    Path path = Files.createTempFile("headrace-body-", null);
    return FileChannel.open(
        path,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The body that has come in; what the spool holds is the body's from now on. */
  synchronized Body finish() {
    FileChannel channel = file;
    file = null;
    ByteArrayOutputStream small = memory;
    memory = null;
    String sha256 = Sha256.hex(sum);
    return channel == null
        ? new SmallBody(small == null ? new byte[0] : small.toByteArray(), sha256)
        : Body.of(channel, length, sha256);
  }

  /** Lets go of what has come in, if no body has been made of it. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    memory = null;
    if (file != null) {
      file.close();
      file = null;
    }
  }

  /** There is more than is allowed. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String detail) {
      super(detail);
    }

    WireException asRefusal() {
      return new WireException(Reason.TOO_LARGE, String.valueOf(getMessage()));
    }
  }
}
