package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.Arrays;

/**
 * The characters of a stream of UTF-8, which is read strictly, and the bytes they were made of: a
 * reader of XML knows only the places of characters. The bytes from one place on are held.
 */
final class XmlCharacters extends Reader {
  private static final int MAX_TOKEN_BYTES = 1 << 20;
  private static final int BUFFER_BYTES = 8 << 10;

  private final InputStream in;
  private final CharsetDecoder decoder = UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private final CharBuffer characters = CharBuffer.allocate(BUFFER_BYTES).limit(0);
  private boolean begun;
  private boolean ended;
  private int sinceToken;

  /** The bytes held are those between the two. */
  private byte[] held = new byte[4 * BUFFER_BYTES];

  private int from;
  private int to;

  /** The byte of the stream that lies at {@link #from}. */
  private long byteOffset;

  /** The last character that was looked for, and where its bytes begin. */
  private long character;

  private int characterAt;

  XmlCharacters(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(char[] target, int offset, int count) throws IOException {
    while (!characters.hasRemaining()) {
      if (ended) {
        return -1;
      }
      decode();
    }
    int most = Math.min(count, characters.remaining());
    characters.get(target, offset, most);
    return most;
  }

  private void decode() throws IOException {
    bytes.compact();
    int read = in.readNBytes(bytes.array(), bytes.position(), bytes.remaining());
    hold(bytes.position(), read);
    bytes.position(bytes.position() + read).flip();
    ended = read == 0;
    skipByteOrderMark();
    characters.clear();
    CoderResult result = decoder.decode(bytes, characters, ended);
    if (result.isError()) {
      result.throwException();
    }
    characters.flip();
  }

  private void hold(int start, int count) throws IOException {
    sinceToken += count;
    if (sinceToken > MAX_TOKEN_BYTES) {
      throw new Xml.TokenTooLargeException();
    }
    if (to + count > held.length) {
      makeRoom(count);
    }
    System.arraycopy(bytes.array(), start, held, to, count);
    to += count;
  }

  private void makeRoom(int count) {
    byte[] target = to - from + count > held.length / 2 ? new byte[held.length * 2] : held;
    System.arraycopy(held, from, target, 0, to - from);
    held = target;
    characterAt -= from;
    to -= from;
    from = 0;
  }

  private void skipByteOrderMark() {
    if (!begun
        && bytes.remaining() >= 3
        && bytes.get(0) == (byte) 0xEF
        && bytes.get(1) == (byte) 0xBB
        && bytes.get(2) == (byte) 0xBF) {
      bytes.position(3);
      characterAt = 3;
      drop();
    }
    begun = true;
  }

  /** Says that the reader has come to a new token. */
  void token() {
    sinceToken = 0;
  }

  /** Lets go of the bytes before a character. */
  void dropBefore(long place) {
    bytesBefore(place);
    drop();
  }

  private void drop() {
    byteOffset += characterAt - from;
    from = characterAt;
  }

  /** The offset of the first byte held. */
  long byteOffset() {
    return byteOffset;
  }

  /** How many of the bytes held come before a character, which only ever moves forward. */
  int bytesBefore(long place) {
    while (character < place) {
      int first = held[characterAt] & 0xff;
      characterAt += first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
      character += first < 0xF0 ? 1 : 2;
    }
    return characterAt - from;
  }

  /** The first of the bytes held. */
  byte[] first(int count) {
    return Arrays.copyOfRange(held, from, from + count);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
