package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** What can be wrong with the body of an answer that is otherwise in order. */
public enum Spoilage {
  /** The second half is missing, and the length is that of the first. */
  CUT_OFF,

  /** A web page, of the kind that proxies send, in place of what was asked for. */
  HTML,

  /** No bytes. */
  EMPTY,

  /** Bytes that are no UTF-8 before the last character. */
  INVALID_UTF8,

  /** A UTF-8 byte order mark first. Parsers differ on it. */
  BYTE_ORDER_MARK,

  /** NUL bytes before the last character. */
  NUL_BYTES,

  /** NUL bytes behind the end, as from a padded buffer. */
  NUL_PADDING,

  /** In UTF-16 without a byte order mark. */
  UTF_16,

  /** Something else behind the end. */
  TRAILING_TEXT;

  private static final byte[] NO_UTF8 = {(byte) 0xC3, (byte) 0x28, (byte) 0xFF};
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** The bytes that are sent for a body. */
  public byte[] spoil(byte[] body) {
    return switch (this) {
      case CUT_OFF -> Arrays.copyOf(body, body.length / 2);
      case HTML ->
          "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>".getBytes(UTF_8);
      case EMPTY -> new byte[0];
      case INVALID_UTF8 -> with(body, Math.max(0, body.length - 1), NO_UTF8);
      case BYTE_ORDER_MARK -> with(body, 0, MARK);
      case NUL_BYTES -> with(body, Math.max(0, body.length - 1), new byte[3]);
      case NUL_PADDING -> with(body, body.length, new byte[64]);
      case UTF_16 -> new String(body, UTF_8).getBytes(UTF_16LE);
      case TRAILING_TEXT -> with(body, body.length, "\nWarning: deprecated".getBytes(UTF_8));
    };
  }

  private static byte[] with(byte[] body, int at, byte[] inserted) {
    byte[] all = new byte[body.length + inserted.length];
    System.arraycopy(body, 0, all, 0, at);
    System.arraycopy(inserted, 0, all, at, inserted.length);
    System.arraycopy(body, at, all, at + inserted.length, body.length - at);
    return all;
  }
}
