package dev.headrace.io.redshift.rows;

import dev.headrace.io.redshift.types.RedshiftType;
import java.io.Serializable;

/**
 * A column that rows are staged for.
 *
 * @param name in lower case
 * @param nullable whether it can be NULL: never so for a key or a partition
 */
public record RowColumn(String name, RedshiftType type, boolean nullable) implements Serializable {

  RejectedRowException rejected(RejectionReason reason, String detail) {
    return new RejectedRowException(reason, name, name + " " + detail);
  }

  RejectedRowException wrongType(Object value) {
    return rejected(
        RejectionReason.WRONG_TYPE,
        "is %s, which a %s does not load".formatted(type.sql(), value.getClass().getSimpleName()));
  }
}
