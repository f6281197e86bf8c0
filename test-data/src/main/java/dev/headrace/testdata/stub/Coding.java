package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** What can be done to a body in the name of a {@code Content-Encoding}. */
public enum Coding {
  GZIP("gzip"),

  /** In zlib's format, as {@code deflate} is defined. */
  DEFLATE("deflate"),

  /** Without zlib's head and checksum, as {@code deflate} is often misunderstood. */
  RAW_DEFLATE("deflate"),

  /** Two members, one after the other, each with half of the body. Allowed. */
  GZIP_MEMBERS("gzip"),

  /** Compressed twice; the header says so. Allowed. */
  GZIP_TWICE("gzip, gzip"),

  /** Compressed twice; the header speaks of once. */
  GZIP_TWICE_SECRETLY("gzip"),

  /** Says {@code x-gzip}, the old name of {@code gzip}. Allowed. */
  X_GZIP("x-gzip"),

  /** Says that nothing is done, and nothing is. */
  IDENTITY("identity"),

  /** Says {@code gzip} of a body that is not compressed. */
  NOT_GZIP("gzip"),

  /** A gzip without its second half. */
  GZIP_CUT_OFF("gzip"),

  /** A gzip without the last four bytes: only the length is missing. */
  GZIP_WITHOUT_LENGTH("gzip"),

  /** A gzip whose checksum is wrong. */
  GZIP_WRONG_CHECKSUM("gzip"),

  /** A gzip with bytes behind it that are none. */
  GZIP_AND_GARBAGE("gzip"),

  /** A name that nobody knows; the body is as it was. */
  UNKNOWN("x-unheard-of");

  private final String token;

  Coding(String token) {
    this.token = token;
  }

  /** What the header says. */
  public String token() {
    return token;
  }

  /** The bytes that are sent for a body. */
  public byte[] encode(byte[] body) {
    return switch (this) {
      case GZIP, X_GZIP -> gzip(body);
      case DEFLATE -> deflate(body, false);
      case RAW_DEFLATE -> deflate(body, true);
      case GZIP_MEMBERS -> joined(gzip(half(body)), gzip(rest(body)));
      case GZIP_TWICE, GZIP_TWICE_SECRETLY -> gzip(gzip(body));
      case GZIP_CUT_OFF -> half(gzip(body));
      case GZIP_WITHOUT_LENGTH -> withoutLast(gzip(body), 4);
      case GZIP_WRONG_CHECKSUM -> wrongChecksum(gzip(body));
      case GZIP_AND_GARBAGE -> joined(gzip(body), "this is no gzip".getBytes(US_ASCII));
      case IDENTITY, NOT_GZIP, UNKNOWN -> body.clone();
    };
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private static byte[] deflate(byte[] bytes, boolean raw) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, raw);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(compressed, deflater)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return compressed.toByteArray();
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  private static byte[] rest(byte[] bytes) {
    return Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length);
  }

  private static byte[] withoutLast(byte[] bytes, int count) {
    return Arrays.copyOf(bytes, bytes.length - count);
  }

  private static byte[] wrongChecksum(byte[] gzip) {
    gzip[gzip.length - 8] ^= 1;
    return gzip;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
