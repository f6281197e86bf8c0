package dev.headrace.io.redshift.rows;

import dev.headrace.io.redshift.types.Kind;
import java.util.Arrays;

/**
 * Texts as UTF-8, measured in bytes. Blanks beyond the length are cut, as Redshift does; everything
 * else that is too long is not
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html).
 */
final class Texts implements ValueRule {
  private final RowColumn column;
  private final int most;
  private final boolean ascii;

  Texts(RowColumn column) {
    this.column = column;
    this.most = column.maxBytes();
    this.ascii = column.type().kind() == Kind.CHAR;
  }

  @Override
  public Object stage(Object value) throws RejectedRowException {
    if (!(value instanceof String text)) {
      throw column.wrongType(value);
    }
    byte[] bytes = Utf8.encode(column, text);
    if (ascii && bytes.length != text.length()) {
      throw column.rejected(
          RejectionReason.INVALID_TEXT, "is a CHAR, which takes ASCII only, but has other letters");
    }
    return bytes.length <= most ? bytes : withoutBlanks(bytes);
  }

  private byte[] withoutBlanks(byte[] bytes) throws RejectedRowException {
    for (int i = most; i < bytes.length; i++) {
      if (bytes[i] != ' ') {
        throw column.rejected(
            RejectionReason.TOO_LONG,
            "has room for %d bytes, but has %d".formatted(most, bytes.length));
      }
    }
    return Arrays.copyOf(bytes, most);
  }
}
