package dev.headrace.transforms.mask;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Step;
import dev.headrace.transforms.secrets.Secret;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Masks fields of conformed records, in the order given; what comes after sees nothing else, the
 * files, the partitions in their paths and the keys among it.
 *
 * <p>It masks the dataset, and not what it was made from: the responses in the raw bucket, and the
 * payloads of dead letters, are as they came, whether a record was refused before or after it was
 * masked. Both buckets have to be as well protected as the data is. A field that is not to be read
 * must not be read by another field of the contract either.
 *
 * <p>A record is refused in the stage {@code CONFORM} only for a time that has no beginning of its
 * month or year in its type. A salt that cannot be read fails the bundle.
 */
public final class Mask implements Step {
  private static final long serialVersionUID = 1L;

  private final List<Masking> maskings;
  private transient @Nullable Schema schema;
  private transient List<Masking.Bound> bound = List.of();

  private Mask(List<Masking> maskings) {
    checkArgument(!maskings.isEmpty(), "There must be at least one field to mask");
    this.maskings = maskings;
  }

  /** Masks fields. */
  public static Mask fields(Masking... maskings) {
    return new Mask(List.of(maskings));
  }

  @Override
  public Stage stage() {
    return Stage.CONFORM;
  }

  /** The salts. */
  @Override
  public List<Secret> secrets() {
    return maskings.stream().flatMap(masking -> masking.secrets().stream()).toList();
  }

  @Override
  public Schema schemaAfter(@Nullable Schema before) {
    checkArgument(before != null, "Fields are masked once conformed: Conform has to come before");
    maskings.forEach(masking -> masking.bind(before));
    return before;
  }

  /** The record that came stays as it is: it may not be this step's to change. */
  @Override
  public SourceRecord apply(SourceRecord record, Tallies tallies) throws BadRecordException {
    GenericRecord values = record.conformed();
    GenericRecord masked = copy(values);
    for (Masking.Bound masking : bound(values.getSchema())) {
      Object value = masked.get(masking.position());
      if (value != null) {
        masked.put(masking.position(), masking.masker().mask(value));
      }
    }
    return record.withValues(masked);
  }

  private static GenericRecord copy(GenericRecord values) {
    GenericRecord copy = new GenericData.Record(values.getSchema());
    for (int i = 0; i < values.getSchema().getFields().size(); i++) {
      copy.put(i, values.get(i));
    }
    return copy;
  }

  /** Records of one collection have one schema, and mostly it is the same object. */
  @SuppressWarnings("ReferenceEquality")
  private List<Masking.Bound> bound(Schema current) {
    if (schema != current) {
      bound = maskings.stream().map(masking -> masking.bind(current)).toList();
      schema = current;
    }
    return bound;
  }

  @Override
  public String toString() {
    return "Mask" + maskings;
  }
}
