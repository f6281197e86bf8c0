package dev.headrace.transforms.records;

import org.apache.avro.Schema;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/**
 * Finds the fields of JSON records that a schema does not name, and the kinds of their values: the
 * first pass of a contract whose mode is {@link Contract.Mode#EVOLVE}.
 *
 * <p>Objects are gone into, down to 8 levels; a list of booleans, of numbers or of texts is a list,
 * and any other is kept as JSON, as are deeper objects, whole numbers of more than 64 bits, and
 * values whose kinds differ between records, but for whole numbers among others. A null tells
 * nothing. Records that are no JSON object are left to be refused later.
 *
 * <p>Bounded, one element out, whatever the order of the records. More than 500 such fields fail
 * the pipeline, since they are keys of a map rather than columns. A record that has more than 500
 * by itself tells nothing, lest one record fail every run: what it has besides the schema becomes
 * no column. Nor does a field that lies at a JSON Pointer of more than 1,024 characters.
 */
public final class InferFields
    extends PTransform<PCollection<RecordOutcome>, PCollection<NewFields>> {
  private static final long serialVersionUID = 1L;

  private final Schema known;

  private InferFields(Schema known) {
    this.known = known;
  }

  /** Finds fields that a schema, as a {@link Contract} has it, does not name. */
  public static InferFields besides(Schema known) {
    return new InferFields(known);
  }

  @Override
  public PCollection<NewFields> expand(PCollection<RecordOutcome> records) {
    return records.apply("MergeFields", Combine.globally(new MergeFn(Contract.of(known))));
  }

  static final class MergeFn extends Combine.CombineFn<RecordOutcome, NewFields, NewFields> {
    private static final long serialVersionUID = 1L;
    private final FieldFinder finder;

    MergeFn(Contract known) {
      this.finder = new FieldFinder(known.tree());
    }

    @Override
    public NewFields createAccumulator() {
      return new NewFields();
    }

    @Override
    public NewFields addInput(NewFields fields, RecordOutcome outcome) {
      if (outcome instanceof SourceRecord record) {
        finder.find(record, fields);
      }
      return fields;
    }

    @Override
    public NewFields mergeAccumulators(Iterable<NewFields> all) {
      NewFields merged = new NewFields();
      all.forEach(merged::addAll);
      return merged;
    }

    @Override
    public NewFields extractOutput(NewFields fields) {
      return fields;
    }

    @Override
    public Coder<NewFields> getAccumulatorCoder(
        CoderRegistry registry, Coder<RecordOutcome> input) {
      return NewFields.CODER;
    }

    @Override
    public Coder<NewFields> getDefaultOutputCoder(
        CoderRegistry registry, Coder<RecordOutcome> input) {
      return NewFields.CODER;
    }
  }
}
