package dev.headrace.transforms.quality;

import static com.google.common.base.Preconditions.checkArgument;

import org.apache.avro.Schema;

/** A rule over the whole record. */
record RecordRule(String name, Check check) implements Rule {
  private static final long serialVersionUID = 1L;

  RecordRule {
    checkArgument(!name.isBlank(), "The name of a rule must not be blank");
  }

  @Override
  public Check against(Schema schema) {
    return check;
  }

  @Override
  public String toString() {
    return name;
  }
}
