package dev.headrace.io.lake.raw;

import static java.util.Objects.requireNonNull;

import dev.headrace.transforms.records.RecordFormat;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.StepChain;
import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.util.function.Consumer;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.jspecify.annotations.Nullable;

/** Reads records, takes them through the steps, and sends them on. */
abstract class RecordsFn<I, O> extends StoreFn<I, O> {
  private static final long serialVersionUID = 1L;
  final RecordFormat format;
  private final StepChain steps;
  private final Onward<O> onward;
  private final Counter records = Metrics.counter(ReadRecords.class, "records");
  private transient Onward.@Nullable Bundle<O> bundle;

  RecordsFn(ReadRecords settings, Onward<O> onward) {
    super(settings.stores());
    this.format = settings.format();
    this.steps = settings.steps();
    this.onward = onward;
  }

  @StartBundle
  public void start() {
    bundle = onward.start();
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    requireNonNull(bundle)
        .finish(
            rest ->
                context.output(rest, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    bundle = null;
  }

  /** Takes what was read; what a body was found to hold is counted. */
  Consumer<RecordOutcome> into(OutputReceiver<O> out) {
    Onward.Bundle<O> current = requireNonNull(bundle);
    Consumer<O> put = out::output;
    return steps.into(
        outcome -> {
          if (outcome instanceof Tally tally && tally.account() == Account.PARSED) {
            records.inc(tally.amount());
          }
          current.add(outcome, put);
        });
  }
}
