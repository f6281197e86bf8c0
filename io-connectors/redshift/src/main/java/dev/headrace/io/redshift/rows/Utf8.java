package dev.headrace.io.redshift.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Texts to bytes, without Java's question marks for what has no UTF-8 form. */
final class Utf8 {
  private Utf8() {}

  static byte[] encode(RowColumn column, String text) throws RejectedRowException {
    int i = 0;
    while (i < text.length()) {
      char unit = text.charAt(i);
      if (unit == 0) {
        throw column.rejected(
            RejectionReason.INVALID_TEXT, "holds a NUL at position %d".formatted(i));
      }
      if (Character.isSurrogate(unit) && !isPair(text, i)) {
        throw column.rejected(
            RejectionReason.INVALID_TEXT,
            "holds half a surrogate pair at position %d".formatted(i));
      }
      i += Character.isSurrogate(unit) ? 2 : 1;
    }
    return text.getBytes(UTF_8);
  }

  private static boolean isPair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }
}
