package dev.headrace.io.redshift.rows;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;

/**
 * Bytes as hexadecimal digits, which Redshift makes bytes of again. The digits are staged as a
 * VARCHAR, which is why half of its length is the most.
 */
record Bytes(RowColumn column) implements ValueRule {
  private static final HexFormat HEX = HexFormat.of();

  @Override
  public Object stage(Object value) throws RejectedRowException {
    if (!(value instanceof byte[] bytes)) {
      throw column.wrongType(value);
    }
    int most = column.type().maxBytes();
    if (bytes.length > most) {
      throw column.rejected(
          RejectionReason.TOO_LONG,
          "has room for %d bytes, but has %d".formatted(most, bytes.length));
    }
    return HEX.formatHex(bytes).getBytes(US_ASCII);
  }
}
