package dev.headrace.transforms.records;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.fetch.Body;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A JSON document with records.
 *
 * @param path of the arrays whose elements are the records, or of the records themselves
 */
record JsonFormat(String path, boolean itself) implements RecordFormat {

  static JsonFormat at(String path, boolean itself) {
    JsonPath.of(path);
    return new JsonFormat(path, itself);
  }

  @Override
  public void select(Body body, Origin origin, Consumer<RecordOutcome> out)
      throws IOException, BadRecordException {
    JsonPath steps = JsonPath.of(path);
    RecordCutter cutter =
        (document, records) -> new JsonRecords(document, steps, itself, records).cut();
    cutter.select(body, origin, SourceRecord::of, out);
  }
}
