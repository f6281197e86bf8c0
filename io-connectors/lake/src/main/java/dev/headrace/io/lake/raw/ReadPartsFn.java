package dev.headrace.io.lake.raw;

import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.SelectRecords;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads the records of parts. */
final class ReadPartsFn<O> extends RecordsFn<StoredObject, O> {
  private static final long serialVersionUID = 1L;
  private final boolean withLargeBodies;

  ReadPartsFn(ReadRecords settings, boolean withLargeBodies, Onward<O> onward) {
    super(settings, onward);
    this.withLargeBodies = withLargeBodies;
  }

  @ProcessElement
  public void process(@Element StoredObject object, OutputReceiver<O> out) throws IOException {
    Consumer<RecordOutcome> into = into(out);
    RawPart.read(
        store,
        object,
        located -> {
          if (withLargeBodies || !(located.response().body() instanceof BodyObject)) {
            SelectRecords.select(format, located, into);
          }
        });
  }
}
