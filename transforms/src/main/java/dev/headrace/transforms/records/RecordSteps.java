package dev.headrace.transforms.records;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.failures.BadRecordException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Applies one or more {@linkplain Step steps} to every record, one after the other, in one pass.
 *
 * <p>Every element leaves exactly once: a record as what the last step made of it, or as the {@link
 * Rejection} of the first step that refused it; rejections and tallies as they came. Works on
 * bounded and unbounded input, keeps timestamps and windows, holds no state. An exception other
 * than {@link BadRecordException} is a bug and fails the bundle.
 */
public final class RecordSteps
    extends PTransform<PCollection<RecordOutcome>, PCollection<RecordOutcome>> {
  private static final long serialVersionUID = 1L;

  private final List<Step> steps;

  private RecordSteps(List<Step> steps) {
    this.steps = steps;
  }

  /** Applies the steps in the order given. */
  public static RecordSteps of(Step... steps) {
    return of(List.of(steps));
  }

  /** Applies the steps in the order given; none leaves the records as they are. */
  public static RecordSteps of(List<? extends Step> steps) {
    return new RecordSteps(List.copyOf(steps));
  }

  @Override
  public PCollection<RecordOutcome> expand(PCollection<RecordOutcome> records) {
    checkArgument(
        records.getCoder() instanceof RecordOutcomeCoder,
        "Steps work on what SelectRecords puts out, whose coder is a RecordOutcomeCoder, but is %s",
        records.getCoder());
    Schema schema = ((RecordOutcomeCoder) records.getCoder()).schema();
    for (Step step : steps) {
      schema = step.schemaAfter(schema);
    }
    return records
        .apply("ApplySteps", ParDo.of(new StepsFn(steps.toArray(Step[]::new))))
        .setCoder(coder(schema));
  }

  private static RecordOutcomeCoder coder(@Nullable Schema schema) {
    return schema == null ? RecordOutcomeCoder.raw() : RecordOutcomeCoder.of(schema);
  }

  static final class StepsFn extends DoFn<RecordOutcome, RecordOutcome> {
    private static final long serialVersionUID = 1L;
    private final Step[] steps;

    StepsFn(Step[] steps) {
      this.steps = steps;
    }

    @ProcessElement
    public void process(@Element RecordOutcome outcome, OutputReceiver<RecordOutcome> out) {
      if (!(outcome instanceof SourceRecord record)) {
        out.output(outcome);
        return;
      }
      Step.Tallies tallies = account -> out.output(new Tally(account, 1));
      for (Step step : steps) {
        try {
          record = step.apply(record, tallies);
        } catch (BadRecordException e) {
          out.output(Rejection.of(step.stage(), e, record.payload(), record.origin()));
          return;
        }
      }
      out.output(record);
    }
  }
}
