package dev.headrace.io.lake.raw;

import dev.headrace.transforms.records.SelectRecords;
import java.io.IOException;

/** Reads the records of pieces. */
final class ReadPiecesFn<O> extends RecordsFn<RawPiece, O> {
  private static final long serialVersionUID = 1L;

  ReadPiecesFn(ReadRecords settings, Onward<O> onward) {
    super(settings, onward);
  }

  @ProcessElement
  public void process(@Element RawPiece piece, OutputReceiver<O> out) throws IOException {
    BodyPiece lines = piece.lines(store);
    SelectRecords.select(format, lines, piece.origin().atRecord(lines.offset()), into(out));
  }
}
