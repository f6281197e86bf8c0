package dev.headrace.io.lake.raw;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.records.RecordFormat;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.SelectRecords;
import dev.headrace.transforms.records.Step;
import dev.headrace.transforms.records.StepChain;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Reads the records of a run's raw objects, as its manifest lists them: what {@link ReadRaw} and
 * {@link SelectRecords} do, without the bodies between them.
 *
 * <p>Bounded. Different objects are read in parallel. A large body that has an object of its own
 * and is made of lines is read in pieces, in parallel too. An object that is not what the manifest
 * says fails the run; of a body in pieces only the length is looked at, since S3 and its client
 * check what is sent
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html).
 */
@AutoValue
public abstract class ReadRecords
    extends PTransform<PCollection<StoredObject>, PCollection<RecordOutcome>> {
  private static final long serialVersionUID = 1L;
  private static final long DEFAULT_PIECE_BYTES = 32L << 20;

  abstract RecordFormat format();

  abstract ObjectStore.Factory stores();

  abstract StepChain steps();

  abstract boolean largeBodies();

  abstract long pieceBytes();

  /** Reads bodies of a format. */
  public static ReadRecords of(RecordFormat format, ObjectStore.Factory stores) {
    return new AutoValue_ReadRecords(
        format, stores, StepChain.of(List.of()), true, DEFAULT_PIECE_BYTES);
  }

  /**
   * Applies steps to the records in the same pass, as {@link
   * dev.headrace.transforms.records.RecordSteps} does; default is none.
   */
  public ReadRecords withSteps(List<? extends Step> steps) {
    return new AutoValue_ReadRecords(
        format(), stores(), StepChain.of(steps), largeBodies(), pieceBytes());
  }

  /** Saves itself looking for large bodies; for a run whose manifest says that it has none. */
  public ReadRecords withoutLargeBodies() {
    return new AutoValue_ReadRecords(format(), stores(), steps(), false, pieceBytes());
  }

  /** Reads a large body in pieces of about so many bytes; 1 or more, default is 32 MiB. */
  public ReadRecords withPieceBytes(long pieceBytes) {
    checkArgument(pieceBytes >= 1, "pieceBytes must be at least 1, but was %s", pieceBytes);
    return new AutoValue_ReadRecords(format(), stores(), steps(), largeBodies(), pieceBytes);
  }

  @Override
  public PCollection<RecordOutcome> expand(PCollection<StoredObject> objects) {
    PCollection<StoredObject> parts = objects.apply("SpreadParts", Reshuffle.viaRandomKey());
    boolean inPieces = largeBodies() && format().isMadeOfLines();
    PCollection<RecordOutcome> records =
        parts
            .apply("ReadParts", ParDo.of(new ReadPartsFn(this, !inPieces)))
            .setCoder(steps().coderAfter(RecordOutcomeCoder.raw()));
    if (!inPieces) {
      return records;
    }
    PCollection<RecordOutcome> recordsOfPieces =
        parts
            .apply("CutLargeBodies", ParDo.of(new CutFn(stores(), pieceBytes())))
            .setCoder(RawPiece.CODER)
            .apply("SpreadPieces", Reshuffle.viaRandomKey())
            .apply("ReadPieces", ParDo.of(new ReadPiecesFn(this)))
            .setCoder(steps().coderAfter(RecordOutcomeCoder.raw()));
    return PCollectionList.of(records)
        .and(recordsOfPieces)
        .apply("Records", Flatten.pCollections());
  }

  /** What all steps share: a store that is open while they work. */
  abstract static class StoreFn<I, O> extends DoFn<I, O> {
    private static final long serialVersionUID = 1L;
    private final ObjectStore.Factory stores;
    transient ObjectStore store;

    StoreFn(ObjectStore.Factory stores) {
      this.stores = stores;
    }

    @Setup
    public void open(PipelineOptions options) {
      store = stores.open(options);
    }

    @Teardown
    public void close() {
      store.close();
    }
  }

  static final class ReadPartsFn extends StoreFn<StoredObject, RecordOutcome> {
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
              SelectRecords.select(format, located, steps.into(out::output));
            }
          });
    }
  }

  static final class CutFn extends StoreFn<StoredObject, RawPiece> {
    private static final long serialVersionUID = 1L;
    private final long pieceBytes;

    CutFn(ObjectStore.Factory stores, long pieceBytes) {
      super(stores);
      this.pieceBytes = pieceBytes;
    }

    @ProcessElement
    public void process(@Element StoredObject object, OutputReceiver<RawPiece> out)
        throws IOException {
      RawPart.read(
          store,
          object,
          located -> {
            RawResponse response = located.response();
            if (response.request().role() == FetchRequest.Role.DATA
                && response.body() instanceof BodyObject body) {
              RawPiece.cut(located.origin(), body, pieceBytes).forEach(out::output);
            }
          });
    }
  }

  static final class ReadPiecesFn extends StoreFn<RawPiece, RecordOutcome> {
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
          format, lines, piece.origin().atRecord(lines.offset()), steps.into(out::output));
    }
  }
}
