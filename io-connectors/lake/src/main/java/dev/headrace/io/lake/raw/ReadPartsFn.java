package dev.headrace.io.lake.raw;

import dev.headrace.transforms.records.RecordFormat;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.SelectRecords;
import dev.headrace.transforms.records.StepChain;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;

/** Reads the records of parts. */
final class ReadPartsFn extends StoreFn<StoredObject, RecordOutcome> {
  private static final long serialVersionUID = 1L;
  private final RecordFormat format;
  private final StepChain steps;
  private final boolean withLargeBodies;

  ReadPartsFn(ReadRecords settings, boolean withLargeBodies) {
    super(settings.stores());
    this.format = settings.format();
    this.steps = settings.steps();
    this.withLargeBodies = withLargeBodies;
  }

  @ProcessElement
  public void process(@Element StoredObject object, OutputReceiver<RecordOutcome> out)
      throws IOException {
    RawPart.read(
        store,
        object,
        located -> {
          if (withLargeBodies || !(located.response().body() instanceof BodyObject)) {
            SelectRecords.select(format, located, steps.into(counting(out)));
          }
        });
  }
}
