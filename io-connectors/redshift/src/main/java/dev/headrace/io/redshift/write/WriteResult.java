package dev.headrace.io.redshift.write;

import dev.headrace.io.redshift.load.LoadResult;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/** What a write gives: a result for each load, and the rows that were left out. */
public final class WriteResult implements POutput {
  private static final TupleTag<LoadResult> LOADS = new TupleTag<>("loads");
  private static final TupleTag<RejectedRow> REJECTED = new TupleTag<>("rejected");

  private final Pipeline pipeline;
  private final PCollection<LoadResult> loads;
  private final PCollection<RejectedRow> rejected;

  WriteResult(Pipeline pipeline, PCollection<LoadResult> loads, PCollection<RejectedRow> rejected) {
    this.pipeline = pipeline;
    this.loads = loads;
    this.rejected = rejected;
  }

  /** One for each table, window and pane, when it has been applied. */
  public PCollection<LoadResult> loads() {
    return loads;
  }

  /** The rows that were left out, as dead letters. */
  public PCollection<RejectedRow> rejected() {
    return rejected;
  }

  @Override
  public Pipeline getPipeline() {
    return pipeline;
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return Map.of(LOADS, loads, REJECTED, rejected);
  }

  @Override
  public void finishSpecifyingOutput(
      String transformName, PInput input, PTransform<?, ?> transform) {
    // The collections know their own names.
  }
}
