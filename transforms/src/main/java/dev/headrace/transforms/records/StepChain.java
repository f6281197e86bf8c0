package dev.headrace.transforms.records;

import dev.headrace.transforms.failures.BadRecordException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Steps one after the other, for {@link RecordSteps} and for transforms that read records. */
public final class StepChain implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Step[] steps;

  private StepChain(Step[] steps) {
    this.steps = steps;
  }

  /** The steps in the order given; none leaves the records as they are. */
  public static StepChain of(List<? extends Step> steps) {
    return new StepChain(steps.toArray(Step[]::new));
  }

  /**
   * How the records travel that leave.
   *
   * @param before how those travel that come
   * @throws IllegalArgumentException if a step cannot work on records of the schema it gets
   */
  public RecordOutcomeCoder coderAfter(RecordOutcomeCoder before) {
    @Nullable Schema schema = before.schema();
    for (Step step : steps) {
      schema = step.schemaAfter(schema);
    }
    return schema == null ? RecordOutcomeCoder.raw() : RecordOutcomeCoder.of(schema);
  }

  /** Puts what is accepted through the steps, and out. */
  public Consumer<RecordOutcome> into(Consumer<RecordOutcome> out) {
    return outcome -> process(outcome, out);
  }

  private void process(RecordOutcome outcome, Consumer<RecordOutcome> out) {
    if (!(outcome instanceof SourceRecord record)) {
      out.accept(outcome);
      return;
    }
    Step.Tallies tallies = account -> out.accept(new Tally(account, 1));
    for (Step step : steps) {
      try {
        record = step.apply(record, tallies);
      } catch (BadRecordException e) {
        out.accept(Rejection.of(step.stage(), e, record.payload(), record.origin()));
        return;
      }
    }
    out.accept(record);
  }
}
