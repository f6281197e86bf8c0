package dev.headrace.transforms.mask;

import org.apache.avro.Schema;

/** Leaves values out. */
final class NullMasking extends Masking {
  private static final long serialVersionUID = 1L;

  NullMasking(String field) {
    super(field, "redactToNull(" + field + ")");
  }

  @Override
  Masker masker(Schema.Field found) {
    if (!found.schema().isNullable()) {
      throw notAllowed("a field that can be null", found);
    }
    return value -> null;
  }
}
