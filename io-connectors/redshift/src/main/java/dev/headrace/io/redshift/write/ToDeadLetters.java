package dev.headrace.io.redshift.write;

import com.google.auto.value.AutoValue;
import dev.headrace.io.redshift.rows.RejectionReason;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;

/**
 * Makes dead letters of rejected rows, one of each, as the lake writes them. They are of the stage
 * {@code LOAD}, tell the rejection's reason by its nearest {@link Reason} and in full in their
 * detail, and hold the row as JSON. A row has no raw object: their origin is the table and the
 * load, as {@code redshift:table#load}, with the window and the pane behind it where there are any
 * but one. Its line numbers equal rows, from 0, so that each has an id of its own, and together
 * they have the same ids however often the same rows are rejected.
 *
 * <p>Bounded as its input is. Takes a shuffle, by which equal rows are counted.
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
    WindowNames windows = WindowNames.of(rows.getWindowingStrategy().getWindowFn());
    // Counted before they are gathered, as a fault of the source can make a million equal rows.
    return Panes.soon(rows, "InPanes")
        .apply(
            "ToLetters",
            MapElements.into(TypeDescriptor.of(DeadLetter.class))
                .via(row -> letter(row, context, failedAt)))
        .setCoder(DeadLetter.CODER)
        .apply("CountEqual", Count.perElement())
        .apply(
            "ById",
            WithKeys.<String, KV<DeadLetter, Long>>of(counted -> counted.getKey().id())
                .withKeyType(TypeDescriptors.strings()))
        .apply("GatherEqual", GroupByKey.create())
        .apply("NumberEqual", ParDo.of(new NumberEqualFn(windows)))
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
