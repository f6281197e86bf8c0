package dev.headrace.transforms.buckets;

import static java.util.Objects.requireNonNull;

import dev.headrace.transforms.records.RecordOutcome;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Packs what an earlier step has made. */
final class PackFn extends DoFn<RecordOutcome, KV<Integer, byte[]>> {
  private static final long serialVersionUID = 1L;
  private final Packer packer;
  private transient Packer.@Nullable Bundle packed;

  PackFn(Packer packer) {
    this.packer = packer;
  }

  @StartBundle
  public void start() {
    packed = packer.start();
  }

  @ProcessElement
  public void process(@Element RecordOutcome outcome, OutputReceiver<KV<Integer, byte[]>> out) {
    requireNonNull(packed).add(outcome, out::output);
  }

  @FinishBundle
  public void finish(FinishBundleContext bundle) {
    requireNonNull(packed)
        .finish(
            block ->
                bundle.output(block, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    packed = null;
  }
}
