package dev.headrace.transforms.records;

import java.io.IOException;

/**
 * Tells bytes that are UTF-8 from others: no overlong forms, no halves of surrogate pairs, nothing
 * beyond U+10FFFF (https://www.rfc-editor.org/rfc/rfc3629#section-4).
 */
record Utf8Check(ByteCutter bytes) {

  /** Goes behind a character of more than one byte; false if it is none. */
  boolean skip(int first) throws IOException {
    if (first >= 0xC2 && first <= 0xDF) {
      return isNextWithin(0x80, 0xBF);
    }
    if (first >= 0xE0 && first <= 0xEF) {
      return isNextWithin(first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF)
          && isNextWithin(0x80, 0xBF);
    }
    return first >= 0xF0
        && first <= 0xF4
        && isNextWithin(first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF)
        && isNextWithin(0x80, 0xBF)
        && isNextWithin(0x80, 0xBF);
  }

  private boolean isNextWithin(int least, int most) throws IOException {
    int next = bytes.next();
    return next >= least && next <= most;
  }
}
