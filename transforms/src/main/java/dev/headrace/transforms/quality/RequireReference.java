package dev.headrace.transforms.quality;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.buckets.Types;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.SourceRecord;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.SetCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/**
 * Refuses records that refer to something that is not there: whose field has a value that is none
 * of the keys of another dataset. They become rejections of the stage {@code QUALITY} for the
 * reason {@code RULE}, whose detail names the field and no value. A field without a value refers to
 * nothing and is let through.
 *
 * <p>Every element leaves exactly once; rejections and tallies as they came. The keys are a side
 * input: bounded, in the global window, and a set that has to fit into the memory of every worker,
 * at about 100 bytes a key besides its text. A key may be there more than once.
 *
 * @param <K> the type of the keys
 */
public final class RequireReference<K>
    extends PTransform<PCollection<RecordOutcome>, PCollection<RecordOutcome>> {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final boolean ofTexts;
  private final transient PCollection<K> keys;

  private RequireReference(String field, boolean ofTexts, PCollection<K> keys) {
    this.field = field;
    this.ofTexts = ofTexts;
    this.keys = keys;
  }

  /** Requires a text field to have one of the keys. */
  public static RequireReference<String> ofTexts(String field, PCollection<String> keys) {
    return new RequireReference<>(field, true, keys);
  }

  /** Requires a field of whole numbers to have one of the keys. */
  public static RequireReference<Long> ofNumbers(String field, PCollection<Long> keys) {
    return new RequireReference<>(field, false, keys);
  }

  @Override
  public PCollection<RecordOutcome> expand(PCollection<RecordOutcome> records) {
    int position = position(records.getCoder());
    PCollectionView<Set<K>> view =
        keys.apply("KnownKeys", Combine.globally(new SetFn<K>()).asSingletonView());
    return records
        .apply(
            "RequireReference",
            ParDo.of(new RequireFn<>(field, position, view)).withSideInputs(view))
        .setCoder(records.getCoder());
  }

  private int position(Coder<RecordOutcome> coder) {
    Schema schema = coder instanceof RecordOutcomeCoder outcomes ? outcomes.schema() : null;
    checkArgument(
        schema != null, "References are of conformed records: Conform has to come before");
    Schema.Field found = schema.getField(field);
    checkArgument(
        found != null,
        "The reference asks for the field %s, and %s has %s",
        field,
        schema.getFullName(),
        schema.getFields().stream().map(Schema.Field::name).toList());
    Schema type = Types.nonNull(found.schema());
    checkArgument(
        ofTexts ? Texts.isText(type) : AllowedValues.isWholeNumber(type),
        "The reference needs %s, but %s is %s",
        ofTexts ? "a text" : "a whole number",
        field,
        type);
    return found.pos();
  }

  private static final class SetFn<K> extends Combine.CombineFn<K, Set<K>, Set<K>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Set<K> createAccumulator() {
      return new HashSet<>();
    }

    @Override
    public Set<K> addInput(Set<K> keys, K key) {
      keys.add(key);
      return keys;
    }

    @Override
    public Set<K> mergeAccumulators(Iterable<Set<K>> several) {
      Set<K> all = new HashSet<>();
      several.forEach(all::addAll);
      return all;
    }

    @Override
    public Set<K> extractOutput(Set<K> keys) {
      return keys;
    }

    @Override
    public Coder<Set<K>> getAccumulatorCoder(CoderRegistry registry, Coder<K> key) {
      return SetCoder.of(key);
    }

    @Override
    public Coder<Set<K>> getDefaultOutputCoder(CoderRegistry registry, Coder<K> key) {
      return SetCoder.of(key);
    }
  }

  static final class RequireFn<K> extends DoFn<RecordOutcome, RecordOutcome> {
    private static final long serialVersionUID = 1L;
    private final String field;
    private final int position;
    private final PCollectionView<Set<K>> keys;

    RequireFn(String field, int position, PCollectionView<Set<K>> keys) {
      this.field = field;
      this.position = position;
      this.keys = keys;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      RecordOutcome outcome = context.element();
      boolean known =
          !(outcome instanceof SourceRecord record)
              || isKnown(record.conformed().get(position), context.sideInput(keys));
      context.output(known ? outcome : refused((SourceRecord) outcome));
    }

    private static boolean isKnown(@Nullable Object value, Set<?> keys) {
      return value == null
          || keys.contains(value instanceof Number n ? (Object) n.longValue() : value.toString());
    }

    private Rejection refused(SourceRecord record) {
      String detail = "The field " + field + " refers to something that is not there";
      return Rejection.of(
          Stage.QUALITY,
          new BadRecordException(Reason.RULE, detail),
          record.payload(),
          record.origin());
    }
  }
}
