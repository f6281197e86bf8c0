package dev.headrace.io.redshift.rows;

import dev.headrace.io.redshift.types.RedshiftType;
import dev.headrace.io.redshift.types.StagingFormat;
import java.io.Serializable;

/**
 * A column that rows are staged for.
 *
 * @param name in lower case
 * @param nullable whether it can be NULL: never so for a key or a partition
 * @param format what its values are staged as
 */
public record RowColumn(String name, RedshiftType type, boolean nullable, StagingFormat format)
    implements Serializable {

  /** A column that is staged as Parquet. */
  public RowColumn(String name, RedshiftType type, boolean nullable) {
    this(name, type, nullable, StagingFormat.PARQUET);
  }

  /** The most bytes that a value can have, 0 where it has no length. */
  int maxBytes() {
    return type.maxBytes(format);
  }

  RejectedRowException rejected(RejectionReason reason, String detail) {
    return new RejectedRowException(reason, name, name + " " + detail);
  }

  RejectedRowException wrongType(Object value) {
    return rejected(
        RejectionReason.WRONG_TYPE,
        "is %s, which a %s does not load".formatted(type.sql(), value.getClass().getSimpleName()));
  }
}
