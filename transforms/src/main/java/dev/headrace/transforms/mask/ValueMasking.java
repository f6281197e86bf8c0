package dev.headrace.transforms.mask;

import dev.headrace.transforms.buckets.Types;
import java.io.Serializable;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Masks values of some types. */
final class ValueMasking extends Masking {
  private static final long serialVersionUID = 1L;

  private final String needs;
  private final ByType byType;

  /** Finds what masks values of a type. */
  @FunctionalInterface
  interface ByType extends Serializable {
    /** The masker; null if values of the type cannot be masked so. */
    @Nullable Masker masker(Schema type);
  }

  ValueMasking(String field, String settings, String needs, ByType byType) {
    super(field, settings);
    this.needs = needs;
    this.byType = byType;
  }

  @Override
  Masker masker(Schema.Field found) {
    Masker masker = byType.masker(Types.nonNull(found.schema()));
    if (masker == null) {
      throw notAllowed(needs, found);
    }
    return masker;
  }
}
