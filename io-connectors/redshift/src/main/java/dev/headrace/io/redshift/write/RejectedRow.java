package dev.headrace.io.redshift.write;

import dev.headrace.io.redshift.load.RefusedRow;
import dev.headrace.io.redshift.rows.RejectedRowException;
import dev.headrace.io.redshift.rows.RejectionReason;
import dev.headrace.transforms.coders.ValueCoder;
import java.io.Serializable;
import org.joda.time.Instant;

/**
 * A row that is not loaded: a dead letter, as which {@link ToDeadLetters} files it.
 *
 * @param destination the table
 * @param loadId the load that left it out
 * @param column at fault; empty if it is the row as a whole
 * @param detail why, in one sentence without long values
 * @param code of COPY's error
 *     (https://docs.aws.amazon.com/redshift/latest/dg/r_Load_Error_Reference.html); 0 if the row
 *     was rejected before
 * @param payload the row as JSON; with the values as they were staged if COPY refused it
 * @param eventTime the row's own timestamp, by which to find where it came from; if COPY refused it
 *     the end of its window
 */
public record RejectedRow(
    String destination,
    String loadId,
    RejectionReason reason,
    String column,
    String detail,
    int code,
    String payload,
    Instant eventTime)
    implements Serializable {

  /** How it travels between workers. */
  public static final ValueCoder<RejectedRow> CODER =
      ValueCoder.of(
          RejectedRow.class,
          (row, out) -> {
            out.text(row.destination);
            out.text(row.loadId);
            out.text(row.reason.name());
            out.text(row.column);
            out.text(row.detail);
            out.number(row.code);
            out.text(row.payload);
            out.time(row.eventTime);
          },
          in ->
              new RejectedRow(
                  in.text(),
                  in.text(),
                  in.constant(RejectionReason.class),
                  in.text(),
                  in.text(),
                  in.smallNumber(),
                  in.text(),
                  in.time()));

  static RejectedRow of(
      String destination,
      String loadId,
      RejectedRowException rejection,
      String payload,
      Instant eventTime) {
    return new RejectedRow(
        destination,
        loadId,
        rejection.reason(),
        rejection.column(),
        rejection.detail(),
        0,
        payload,
        eventTime);
  }

  static RejectedRow of(String destination, String loadId, RefusedRow refused, Instant windowEnd) {
    return new RejectedRow(
        destination,
        loadId,
        RejectionReason.REFUSED,
        refused.column(),
        "%s was refused by COPY with the error %d, %s"
            .formatted(
                refused.column().isEmpty() ? "The row" : refused.column(),
                refused.code(),
                refused.message()),
        refused.code(),
        refused.payload(),
        windowEnd);
  }
}
