package dev.headrace.testdata.redshift;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errors and notices as messages. */
final class WireErrors {
  private WireErrors() {}

  static WireMessage fatal(String state, String message) {
    return response('E', "FATAL", state, message).byteOf(0).build();
  }

  static WireMessage error(SQLException error) {
    String state = error.getSQLState() == null ? ServerErrors.INTERNAL_ERROR : error.getSQLState();
    return response('E', "ERROR", state, String.valueOf(error.getMessage())).byteOf(0).build();
  }

  static WireMessage info(String message) {
    return response('N', "INFO", "00000", message).byteOf(0).build();
  }

  private static WireMessage.Builder response(
      char type, String severity, String state, String message) {
    return WireMessage.of(type)
        .field('S', severity)
        .field('V', severity)
        .field('C', state)
        .field('M', message);
  }

  /** An error of PostgreSQL's in Redshift's words. */
  static WireMessage translated(WireMessage error, int processId, boolean serializable) {
    Map<Character, String> fields = fields(error);
    if (ServerErrors.isMultipleMatch(fields.get('C'), fields.get('M'))) {
      String message = ServerErrors.MULTIPLE_MATCHES;
      return response('E', "ERROR", ServerErrors.INTERNAL_ERROR, message).byteOf(0).build();
    }
    if (!serializable || !ServerErrors.SERIALIZATION_FAILURE.equals(fields.get('C'))) {
      return error;
    }
    return response('E', "ERROR", ServerErrors.INTERNAL_ERROR, ServerErrors.CODE)
        .field('D', ServerErrors.detail(processId))
        .byteOf(0)
        .build();
  }

  /** The error that an interpreter meets. */
  static SQLException exception(WireMessage error) {
    Map<Character, String> fields = fields(error);
    String detail = fields.containsKey('D') ? "\n  Detail: " + fields.get('D') : "";
    return new SQLException(fields.get('M') + detail, fields.get('C'));
  }

  private static Map<Character, String> fields(WireMessage error) {
    Map<Character, String> fields = new LinkedHashMap<>();
    ByteBuffer body = error.body();
    for (byte name = body.get(); name != 0; name = body.get()) {
      fields.put((char) name, WireMessage.text(body));
    }
    return fields;
  }
}
