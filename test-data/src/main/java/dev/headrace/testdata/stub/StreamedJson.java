package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A JSON array of a given length in bytes, however large. It is generated while it is read, always
 * the same for the same length, and faster than a socket takes it.
 *
 * <p>Its records are {@code {"id":"000000000000","note":"…"}} with ids that count from 0. Each
 * takes 128 bytes with the comma behind it; the note of the last one is as long as is left.
 */
public final class StreamedJson implements Body {

  /** No array of this kind is shorter. */
  public static final long SHORTEST = 66;

  private static final int RECORD = 128;
  private static final int BLOCK_RECORDS = 1_000;
  private static final int SHORTEST_LAST = 64;
  private static final int ID_OFFSET = 7;

  /** The digits before those that are the same in every block. */
  private static final int BLOCK_DIGITS = 9;

  private static final byte[] BLOCK = block();

  private final long length;

  private StreamedJson(long length) {
    this.length = length;
  }

  /**
   * An array of {@code length} bytes.
   *
   * @throws IllegalArgumentException if that is less than {@link #SHORTEST}
   */
  public static StreamedJson of(long length) {
    if (length < SHORTEST) {
      throw new IllegalArgumentException("shorter than " + SHORTEST + " bytes: " + length);
    }
    return new StreamedJson(length);
  }

  @Override
  public long length() {
    return length;
  }

  /** The number of records in the array. */
  public long records() {
    return 1 + (length - SHORTEST) / RECORD;
  }

  /** The array's bytes from its beginning. */
  @Override
  public InputStream open() {
    return new Stream();
  }

  /** The SHA-256 of the array, in hexadecimal. */
  public String sha256() {
    try (InputStream in = open()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BLOCK.length];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] block() {
    StringBuilder block = new StringBuilder(RECORD * BLOCK_RECORDS);
    for (int i = 0; i < BLOCK_RECORDS; i++) {
      block.append(record(i, RECORD - 1)).append(',');
    }
    return block.toString().getBytes(US_ASCII);
  }

  private static String record(long id, int length) {
    String start = String.format(Locale.ROOT, "{\"id\":\"%012d\",\"note\":\"", id);
    return start + "n".repeat(length - start.length() - 2) + "\"}";
  }

  /** Goes through the array block by block. */
  private final class Stream extends InputStream {

    private byte[] part = {'['};
    private int at;
    private long block;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      if (at == part.length && !next()) {
        return -1;
      }
      int read = Math.min(count, part.length - at);
      System.arraycopy(part, at, target, offset, read);
      at += read;
      return read;
    }

    private boolean next() {
      long records = records() - block * BLOCK_RECORDS;
      if (records <= 0) {
        return false;
      }
      at = 0;
      // The last record is not part of a block: it has its own length and no comma.
      part = records > BLOCK_RECORDS ? whole() : end((int) records);
      block++;
      return true;
    }

    private byte[] whole() {
      byte[] bytes = part.length == BLOCK.length ? part : BLOCK.clone();
      number(bytes, BLOCK_RECORDS);
      return bytes;
    }

    private byte[] end(int records) {
      byte[] bytes = Arrays.copyOf(BLOCK, (records - 1) * RECORD);
      number(bytes, records - 1);
      int left = SHORTEST_LAST + (int) ((length - SHORTEST) % RECORD);
      byte[] last = (record(records() - 1, left) + "]").getBytes(US_ASCII);
      byte[] all = Arrays.copyOf(bytes, bytes.length + last.length);
      System.arraycopy(last, 0, all, bytes.length, last.length);
      return all;
    }

    private void number(byte[] bytes, int records) {
      byte[] digits = String.format(Locale.ROOT, "%09d", block).getBytes(US_ASCII);
      for (int i = 0; i < records; i++) {
        System.arraycopy(digits, 0, bytes, i * RECORD + ID_OFFSET, BLOCK_DIGITS);
      }
    }
  }
}
