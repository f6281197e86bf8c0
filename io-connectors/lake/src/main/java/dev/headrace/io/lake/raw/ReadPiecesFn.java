package dev.headrace.io.lake.raw;

import dev.headrace.transforms.records.RecordFormat;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.SelectRecords;
import dev.headrace.transforms.records.StepChain;
import java.io.IOException;

/** Reads the records of pieces. */
final class ReadPiecesFn extends StoreFn<RawPiece, RecordOutcome> {
  private static final long serialVersionUID = 1L;
  private final RecordFormat format;
  private final StepChain steps;

  ReadPiecesFn(ReadRecords settings) {
    super(settings.stores());
    this.format = settings.format();
    this.steps = settings.steps();
  }

  @ProcessElement
  public void process(@Element RawPiece piece, OutputReceiver<RecordOutcome> out)
      throws IOException {
    BodyPiece lines = piece.lines(store);
    SelectRecords.select(
        format, lines, piece.origin().atRecord(lines.offset()), steps.into(counting(out)));
  }
}
