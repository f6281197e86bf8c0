package dev.headrace.transforms.records;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.ValueCoder;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import org.joda.time.Instant;

/** A record that a step refused: a dead letter in all but the name of the run. */
@AutoValue
public abstract non-sealed class Rejection implements RecordOutcome {

  /** How it travels between workers. */
  public static final ValueCoder<Rejection> CODER =
      ValueCoder.of(
          Rejection.class,
          (rejection, out) -> {
            out.text(rejection.stage().name());
            out.text(rejection.reason().name());
            out.text(rejection.detail());
            out.bytes(rejection.payload());
            out.value(rejection.origin(), Origin.CODER);
          },
          in ->
              new AutoValue_Rejection(
                  in.constant(Stage.class),
                  in.constant(Reason.class),
                  in.text(),
                  in.bytes(),
                  in.value(Origin.CODER)));

  /** The step that refused it. */
  public abstract Stage stage();

  /** Why, in few values. */
  public abstract Reason reason();

  /** Why, in one sentence without secrets. */
  public abstract String detail();

  /** The record's bytes as they came. */
  @SuppressWarnings("mutable") // never changed; a copy for every reader would cost too much
  public abstract byte[] payload();

  /** Where the record lies in the raw bucket. */
  public abstract Origin origin();

  /** A record that failed in the given stage. */
  public static Rejection of(
      Stage stage, BadRecordException failure, byte[] payload, Origin origin) {
    return new AutoValue_Rejection(stage, failure.reason(), failure.detail(), payload, origin);
  }

  /** The dead letter it is in a run. */
  public DeadLetter toDeadLetter(DeadLetter.Context context, Instant failedAt) {
    return DeadLetter.ofRecord(context, stage(), reason(), detail(), payload(), origin(), failedAt);
  }
}
