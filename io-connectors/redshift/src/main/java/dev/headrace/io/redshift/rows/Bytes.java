package dev.headrace.io.redshift.rows;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;

/**
 * Bytes as hexadecimal digits, which Redshift makes bytes of again, or as they are where the digits
 * of the longest have no room in a text.
 */
record Bytes(RowColumn column) implements ValueRule {
  private static final HexFormat HEX = HexFormat.of();

  @Override
  public Object stage(Object value) throws RejectedRowException {
    if (!(value instanceof byte[] bytes)) {
      throw column.wrongType(value);
    }
    int most = column.maxBytes();
    if (bytes.length > most) {
      throw column.rejected(
          RejectionReason.TOO_LONG,
          "has room for %d bytes, but has %d".formatted(most, bytes.length));
    }
    return column.type().isHex(column.format()) ? HEX.formatHex(bytes).getBytes(US_ASCII) : bytes;
  }
}
