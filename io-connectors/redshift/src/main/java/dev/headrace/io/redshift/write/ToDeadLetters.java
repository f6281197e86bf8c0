package dev.headrace.io.redshift.write;

import com.google.auto.value.AutoValue;
import dev.headrace.io.redshift.rows.RejectionReason;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Instant;

/**
 * Makes dead letters of rejected rows, one of each, as the lake writes them. They are of the stage
 * {@code LOAD}, tell the rejection's reason by its nearest {@link Reason} and in full in their
 * detail, and hold the row as JSON. A row has no raw object: their origin is the table and the
 * load, as {@code redshift:table#load}, so that equal rows of one load have the same id.
 *
 * <p>Bounded as its input is.
 */
@AutoValue
public abstract class ToDeadLetters
    extends PTransform<PCollection<RejectedRow>, PCollection<DeadLetter>> {
  private static final long serialVersionUID = 1L;

  abstract DeadLetter.Context context();

  abstract Instant failedAt();

  /**
   * Dead letters of a run.
   *
   * @param failedAt when the run failed over them; the same for every attempt
   */
  public static ToDeadLetters of(DeadLetter.Context context, Instant failedAt) {
    return new AutoValue_ToDeadLetters(context, failedAt);
  }

  @Override
  public PCollection<DeadLetter> expand(PCollection<RejectedRow> rows) {
    DeadLetter.Context context = context();
    Instant failedAt = failedAt();
    return rows.apply(
            "ToLetters",
            MapElements.into(TypeDescriptor.of(DeadLetter.class))
                .via(row -> letter(row, context, failedAt)))
        .setCoder(DeadLetter.CODER);
  }

  static DeadLetter letter(RejectedRow row, DeadLetter.Context context, Instant failedAt) {
    return DeadLetter.ofRecord(
        context,
        Stage.LOAD,
        reason(row.reason()),
        row.reason() + ": " + row.detail(),
        row.payload().getBytes(StandardCharsets.UTF_8),
        Origin.of("redshift:" + row.destination() + "#" + row.loadId(), 0, -1),
        failedAt);
  }

  private static Reason reason(RejectionReason reason) {
    return switch (reason) {
      case MISSING_VALUE -> Reason.MISSING_VALUE;
      case TOO_LONG, OUT_OF_RANGE, TOO_PRECISE, NOT_FINITE -> Reason.OUT_OF_RANGE;
      case INVALID_TEXT, INVALID_JSON -> Reason.MALFORMED;
      case WRONG_TYPE -> Reason.WRONG_TYPE;
      case UNKNOWN_FIELD -> Reason.UNKNOWN_FIELD;
      case ROW_TOO_LARGE -> Reason.TOO_LARGE;
      case REFUSED -> Reason.REFUSED;
    };
  }
}
