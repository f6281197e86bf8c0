package dev.headrace.testdata.redshift;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Loads strings into VARCHAR and CHAR, whose lengths Redshift counts in bytes. Blanks beyond the
 * length are dropped, anything else beyond it fails the load.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html">Character types</a>
 * and <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/multi-byte-character-load-errors.html">Multibyte
 * character load errors</a>.
 */
final class TextEncoder {
  private final int maxBytes;
  private final boolean asciiOnly;

  TextEncoder(TargetColumn column) {
    this.maxBytes = column.maxBytes();
    this.asciiOnly = column.isA("bpchar");
  }

  /** How many of the bytes are loaded, if they can be. */
  int length(byte[] value) throws BadValueException {
    checkCharacters(value);
    int length = value.length;
    while (length > maxBytes && value[length - 1] == ' ') {
      length--;
    }
    if (length > maxBytes) {
      throw new BadValueException(CopyException.LENGTH, "String length exceeds DDL length");
    }
    return length;
  }

  private void checkCharacters(byte[] value) throws BadValueException {
    boolean ascii = true;
    for (byte b : value) {
      if (b == 0) {
        throw badCharacter("00");
      }
      ascii &= b > 0;
    }
    if (ascii) {
      return;
    }
    if (asciiOnly) {
      throw new BadValueException(
          CopyException.CHARACTERS,
          "Multibyte character not supported for CHAR (Hint: try using VARCHAR)");
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
    } catch (CharacterCodingException e) {
      throw badCharacter(String.valueOf(e.getMessage()));
    }
  }

  private static BadValueException badCharacter(String which) {
    return new BadValueException(
        CopyException.CHARACTERS,
        "String contains invalid or unsupported UTF8 codepoints. Bad UTF8 hex sequence: " + which);
  }
}
