package dev.headrace.io.redshift.write;

import dev.headrace.io.redshift.rows.RejectedRowException;
import dev.headrace.io.redshift.rows.RejectionReason;
import dev.headrace.transforms.coders.ValueCoder;
import java.io.Serializable;
import org.joda.time.Instant;

/**
 * A row that is not loaded: a dead letter.
 *
 * @param destination the table
 * @param loadId the load that left it out
 * @param column at fault; empty if it is the row as a whole
 * @param detail why, in one sentence without long values
 * @param payload the row as JSON
 * @param eventTime the row's own timestamp, by which to find where it came from
 */
public record RejectedRow(
    String destination,
    String loadId,
    RejectionReason reason,
    String column,
    String detail,
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
        payload,
        eventTime);
  }
}
