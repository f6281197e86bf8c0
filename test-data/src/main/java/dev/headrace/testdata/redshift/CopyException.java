package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A COPY that Redshift would refuse. {@link #getErrorCode()} is Redshift's own code.
 *
 * <p>Codes: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/r_Load_Error_Reference.html">Load error
 * reference</a>; 15001 and 15003 are what columnar loads report.
 */
final class CopyException extends SQLException {
  static final int LENGTH = 1204;
  static final int RANGE = 1204;
  static final int DATE = 1205;
  static final int TIMESTAMP = 1206;
  static final int DIGIT = 1207;
  static final int FLOAT = 1208;
  static final int DECIMAL = 1209;
  static final int BOOLEAN = 1210;
  static final int NULL_VALUE = 1213;
  static final int LINE = 1216;
  static final int CHARACTERS = 1220;
  static final int S3 = 8001;
  static final int SCAN = 15001;
  static final int MANIFEST = 15003;

  private final String reason;
  private @Nullable Place place;

  /** Where in the data the error was found. */
  record Place(String file, long row, String column, String type, String length) {
    static Place of(String file, long row, TargetColumn column) {
      String type = column.redshiftType();
      int bracket = type.indexOf('(');
      return new Place(
          file,
          row,
          column.name(),
          bracket < 0 ? type : type.substring(0, bracket),
          bracket < 0 ? "" : type.substring(bracket + 1, type.length() - 1));
    }
  }

  private CopyException(String reason, String message, String state, int code) {
    super(message, state, code);
    this.reason = reason;
  }

  /** The load itself went wrong; Redshift reports these as internal errors. */
  static CopyException load(int code, String reason) {
    return new CopyException(reason, reason + " (code: " + code + ")", "XX000", code);
  }

  /** One value of the data cannot be loaded. */
  static CopyException value(int code, String reason, String table, Place place) {
    CopyException error =
        new CopyException(
            reason,
            "Load into table '%s' failed. %s (code: %d, column: %s %s, file: %s, row: %d). Check"
                    .formatted(table, reason, code, place.column, place.type, place.file, place.row)
                + " 'sys_load_error_detail' system table for details.",
            "XX000",
            code);
    error.place = place;
    return error;
  }

  static CopyException syntax(String reason) {
    return new CopyException(reason, reason, "42601", 0);
  }

  static CopyException unsupported(String reason) {
    return new CopyException(reason, reason, "0A000", 0);
  }

  static CopyException inTransaction(String reason) {
    return new CopyException(reason, reason, "25001", 0);
  }

  static CopyException undefinedTable(String table) {
    String reason = "Cannot COPY into nonexistent table " + table;
    return new CopyException(reason, reason, "42P01", 0);
  }

  static CopyException undefinedColumn(String column, String table) {
    String reason = "column \"" + column + "\" of relation \"" + table + "\" does not exist";
    return new CopyException(reason, reason, "42703", 0);
  }

  /** The message without place and code. */
  String reason() {
    return reason;
  }

  @Nullable Place place() {
    return place;
  }
}
