package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;

/** Writes bodies, framed as their answer says. */
final class BodyWriter {

  private static final int BLOCK = 1 << 16;
  private static final int LARGEST_CHUNK = 1 << 13;
  private static final byte[] CRLF = {'\r', '\n'};

  private final Output out;
  private final Pause pause;

  BodyWriter(Output out, Pause pause) {
    this.out = out;
    this.pause = pause;
  }

  void write(Parts parts) throws IOException, InterruptedException {
    long left = Math.min(parts.delivery().bodyBytes(), parts.body().length());
    byte[] block = new byte[blockSize(parts)];
    try (InputStream in = parts.body().open()) {
      for (int i = 0; left > 0; i++) {
        int read = in.readNBytes(block, 0, (int) Math.min(block.length, left));
        if (read == 0) {
          throw new IllegalStateException("the body is shorter than it says");
        }
        writeBlock(parts, i, block, read);
        left -= read;
      }
    }
    if (parts.framing() == Framing.CHUNKED && parts.delivery().bodyBytes() == Delivery.ALL) {
      out.write("0\r\n\r\n".getBytes(US_ASCII));
    }
  }

  private void writeBlock(Parts parts, int index, byte[] block, int length)
      throws IOException, InterruptedException {
    if (!parts.framing().chunks()) {
      writePlain(parts, block, length);
      return;
    }
    boolean bad = parts.framing() == Framing.BAD_CHUNK_SIZE && index > 0;
    String size = bad ? "nine" : Integer.toHexString(length);
    out.write(size.getBytes(US_ASCII));
    out.write(CRLF);
    writePlain(parts, block, length);
    out.write(CRLF);
  }

  private void writePlain(Parts parts, byte[] block, int length)
      throws IOException, InterruptedException {
    if (parts.delivery().interval().isZero()) {
      out.write(block, 0, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      // Flushed before the wait and not after it: the last byte leaves with the end of the answer.
      out.flush();
      pause.of(parts.delivery().interval());
      out.write(block, i, 1);
    }
  }

  /** Even a short body comes in several chunks, so that a client has to put them together. */
  private static int blockSize(Parts parts) {
    if (!parts.framing().chunks()) {
      return BLOCK;
    }
    return (int) Math.max(1, Math.min(LARGEST_CHUNK, (parts.body().length() + 2) / 3));
  }
}
