package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonPointer;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.fetch.Body;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** A JSON document with an array of records. */
record JsonFormat(String pointer) implements RecordFormat {

  static JsonFormat at(String pointer) {
    JsonPointer.valueOf(pointer);
    return new JsonFormat(pointer);
  }

  @Override
  public void select(Body body, Origin origin, Consumer<RecordOutcome> out)
      throws IOException, BadRecordException {
    List<byte[]> records = JsonSlices.of(body.bytes(), JsonPointer.compile(pointer));
    for (int i = 0; i < records.size(); i++) {
      out.accept(SourceRecord.of(records.get(i), origin.atRecord(i)));
    }
  }
}
