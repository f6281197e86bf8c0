package dev.headrace.transforms.records;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.failures.BadRecordException;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

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

  private final StepChain steps;

  private RecordSteps(StepChain steps) {
    this.steps = steps;
  }

  /** Applies the steps in the order given. */
  public static RecordSteps of(Step... steps) {
    return of(List.of(steps));
  }

  /** Applies the steps in the order given; none leaves the records as they are. */
  public static RecordSteps of(List<? extends Step> steps) {
    return new RecordSteps(StepChain.of(steps));
  }

  @Override
  public PCollection<RecordOutcome> expand(PCollection<RecordOutcome> records) {
    checkArgument(
        records.getCoder() instanceof RecordOutcomeCoder,
        "Steps work on what SelectRecords puts out, whose coder is a RecordOutcomeCoder, but is %s",
        records.getCoder());
    return records
        .apply("ApplySteps", ParDo.of(new StepsFn(steps)))
        .setCoder(steps.coderAfter((RecordOutcomeCoder) records.getCoder()));
  }

  static final class StepsFn extends DoFn<RecordOutcome, RecordOutcome> {
    private static final long serialVersionUID = 1L;
    private final StepChain steps;

    StepsFn(StepChain steps) {
      this.steps = steps;
    }

    @ProcessElement
    public void process(@Element RecordOutcome outcome, OutputReceiver<RecordOutcome> out) {
      steps.into(out::output).accept(outcome);
    }
  }
}
