package dev.headrace.transforms.buckets;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Which fields tell records apart, and by which they are parted and ordered. */
@AutoValue
abstract class BucketLayout implements Serializable {
  private static final long serialVersionUID = 1L;

  abstract Schema schema();

  abstract List<String> keys();

  abstract @Nullable String version();

  abstract @Nullable String partition();

  abstract List<String> order();

  /** Whether a record takes along what it came as. */
  abstract boolean sourced();

  static BucketLayout of(
      Schema schema,
      List<String> keys,
      @Nullable String version,
      @Nullable String partition,
      List<String> order,
      boolean sourced) {
    keys.forEach(key -> requireNeverNull("key", schema, key));
    if (version != null) {
      requireNeverNull("version", schema, version);
    }
    if (partition != null) {
      Schema.Field field = field("partition", schema, partition);
      checkArgument(
          PartitionValue.isAllowed(field.schema()),
          "partition must be a date or text field of %s that is never null, but %s is %s",
          schema.getFullName(),
          partition,
          field.schema());
    }
    order.forEach(name -> OrderedBytes.requireOrder("order", field("order", schema, name)));
    return new AutoValue_BucketLayout(schema, keys, version, partition, order, sourced);
  }

  private static void requireNeverNull(String what, Schema schema, String name) {
    Schema.Field field = field(what, schema, name);
    checkArgument(
        !field.schema().isNullable(),
        "%s must be a field of %s that is never null, but was %s",
        what,
        schema.getFullName(),
        name);
    OrderedBytes.requireOrder(what, field);
  }

  private static Schema.Field field(String what, Schema schema, String name) {
    Schema.Field field = schema.getField(name);
    checkArgument(
        field != null, "%s must be a field of %s, but was %s", what, schema.getFullName(), name);
    return field;
  }
}
