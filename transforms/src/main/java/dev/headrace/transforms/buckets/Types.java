package dev.headrace.transforms.buckets;

import org.apache.avro.Schema;

/** What there is to ask of a field's type. */
public final class Types {
  private Types() {}

  /** The type without the null that it is in a union with; the type itself if it is in none. */
  public static Schema nonNull(Schema type) {
    return type.isUnion()
        ? type.getTypes().stream()
            .filter(t -> t.getType() != Schema.Type.NULL)
            .findFirst()
            .orElse(type)
        : type;
  }
}
