package dev.headrace.io.redshift.load;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;

/** A row of the tests' table. */
public record Reading(
    String id, @Nullable String place, @Nullable Long version, List<String> tags) {
  public static final Schema SCHEMA = schema(false);

  /** As a writer with a laxer schema leaves them: version can be null. */
  public static final Schema LAX_SCHEMA = schema(true);

  private static Schema schema(boolean nullableVersion) {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("reading").fields().requiredString("id").optionalString("place");
    fields = nullableVersion ? fields.optionalLong("version") : fields.requiredLong("version");
    return fields.name("tags").type().array().items().stringType().noDefault().endRecord();
  }

  public static Reading of(String id, @Nullable String place, long version, String... tags) {
    return new Reading(id, place, version, List.of(tags));
  }

  public GenericRecord toAvro(Schema schema) {
    GenericRecordBuilder row = new GenericRecordBuilder(schema);
    row.set("id", id).set("place", place).set("version", version);
    Schema list = schema.getField("tags").schema();
    return row.set("tags", new GenericData.Array<>(list, tags)).build();
  }
}
