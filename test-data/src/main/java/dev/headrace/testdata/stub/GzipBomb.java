package dev.headrace.testdata.stub;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A gzip of an empty JSON array with any amount of white space in it. One compressed mebibyte of
 * spaces is sent again and again, so that even a huge one costs next to nothing.
 */
final class GzipBomb implements Body {

  static final int UNIT = 1 << 20;

  private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final byte[] SPACES = spaces(UNIT);
  private static final byte[] COMPRESSED_SPACES = deflate(SPACES, false);

  private final long units;
  private final byte[] start;
  private final byte[] end;

  private GzipBomb(long units, byte[] start, byte[] end) {
    this.units = units;
    this.start = start;
    this.end = end;
  }

  static GzipBomb of(long decompressedBytes) {
    if (decompressedBytes < 2) {
      throw new IllegalArgumentException("no array has " + decompressedBytes + " bytes");
    }
    long units = (decompressedBytes - 2) / UNIT;
    byte[] first = {'['};
    byte[] last = spaces((int) ((decompressedBytes - 2) % UNIT) + 1);
    last[last.length - 1] = ']';

    int crc = Crc.repeated(crc(SPACES), UNIT, units);
    crc = Crc.joined(crc(first), crc, units * UNIT);
    crc = Crc.joined(crc, crc(last), last.length);
    byte[] trailer =
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(crc)
            .putInt((int) decompressedBytes)
            .array();
    return new GzipBomb(
        units, joined(HEAD, deflate(first, false)), joined(deflate(last, true), trailer));
  }

  @Override
  public long length() {
    return start.length + units * COMPRESSED_SPACES.length + end.length;
  }

  @Override
  public InputStream open() {
    return new Stream();
  }

  /** A piece of a raw deflate stream that ends at a byte and refers to nothing before it. */
  private static byte[] deflate(byte[] bytes, boolean last) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(bytes);
      byte[] compressed = new byte[bytes.length + 64];
      if (last) {
        deflater.finish();
      }
      int flush = last ? Deflater.NO_FLUSH : Deflater.FULL_FLUSH;
      int length = deflater.deflate(compressed, 0, compressed.length, flush);
      return Arrays.copyOf(compressed, length);
    } finally {
      deflater.end();
    }
  }

  private static int crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static byte[] spaces(int count) {
    byte[] spaces = new byte[count];
    Arrays.fill(spaces, (byte) ' ');
    return spaces;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Goes through start, units and end. */
  private final class Stream extends InputStream {

    private byte[] part = start;
    private long number;
    private int at;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      if (at == part.length) {
        if (number > units) {
          return -1;
        }
        number++;
        part = number <= units ? COMPRESSED_SPACES : end;
        at = 0;
      }
      int read = Math.min(count, part.length - at);
      System.arraycopy(part, at, target, offset, read);
      at += read;
      return read;
    }
  }
}
