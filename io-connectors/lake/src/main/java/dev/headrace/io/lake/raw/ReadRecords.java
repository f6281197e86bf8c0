package dev.headrace.io.lake.raw;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.records.RecordFormat;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.SelectRecords;
import dev.headrace.transforms.records.Step;
import dev.headrace.transforms.records.StepChain;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
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

  abstract boolean spreading();

  abstract boolean largeBodies();

  abstract long pieceBytes();

  abstract Builder toBuilder();

  /** Reads bodies of a format. */
  public static ReadRecords of(RecordFormat format, ObjectStore.Factory stores) {
    return new AutoValue_ReadRecords.Builder()
        .format(format)
        .stores(stores)
        .steps(StepChain.of(List.of()))
        .spreading(true)
        .largeBodies(true)
        .pieceBytes(DEFAULT_PIECE_BYTES)
        .build();
  }

  /**
   * Applies steps to the records in the same pass, as {@link
   * dev.headrace.transforms.records.RecordSteps} does; default is none.
   */
  public ReadRecords withSteps(List<? extends Step> steps) {
    return toBuilder().steps(StepChain.of(steps)).build();
  }

  /**
   * Saves itself spreading the objects over the workers, a shuffle; for a run that has one at most.
   */
  public ReadRecords withoutSpreading() {
    return toBuilder().spreading(false).build();
  }

  /** Saves itself looking for large bodies; for a run whose manifest says that it has none. */
  public ReadRecords withoutLargeBodies() {
    return toBuilder().largeBodies(false).build();
  }

  /** Reads a large body in pieces of about so many bytes; 1 or more, default is 32 MiB. */
  public ReadRecords withPieceBytes(long pieceBytes) {
    checkArgument(pieceBytes >= 1, "pieceBytes must be at least 1, but was %s", pieceBytes);
    return toBuilder().pieceBytes(pieceBytes).build();
  }

  /**
   * Packs the records in the same pass, for {@link KeepLatest#ofPacked()}; the steps have to
   * conform them.
   *
   * @throws IllegalArgumentException if they do not, or a field that {@code keep} names is not one
   *     that can do its part
   */
  public PTransform<PCollection<StoredObject>, PCollection<KV<Integer, byte[]>>> packedFor(
      KeepLatest keep) {
    Schema schema = steps().coderAfter(RecordOutcomeCoder.raw()).schema();
    checkArgument(schema != null, "The records have to be conformed before the latest are kept");
    return new Read<>(this, Onward.packed(keep.packer(schema)));
  }

  @Override
  public PCollection<RecordOutcome> expand(PCollection<StoredObject> objects) {
    return objects.apply(
        new Read<>(this, Onward.each(steps().coderAfter(RecordOutcomeCoder.raw()))));
  }

  private static final class Read<O> extends PTransform<PCollection<StoredObject>, PCollection<O>> {
    private static final long serialVersionUID = 1L;
    private final ReadRecords settings;
    private final Onward<O> onward;

    Read(ReadRecords settings, Onward<O> onward) {
      this.settings = settings;
      this.onward = onward;
    }

    @Override
    public PCollection<O> expand(PCollection<StoredObject> objects) {
      PCollection<StoredObject> parts =
          settings.spreading() ? objects.apply("SpreadParts", Reshuffle.viaRandomKey()) : objects;
      boolean inPieces = settings.largeBodies() && settings.format().isMadeOfLines();
      PCollection<O> records =
          parts
              .apply("ReadParts", ParDo.of(new ReadPartsFn<>(settings, !inPieces, onward)))
              .setCoder(onward.coder());
      if (!inPieces) {
        return records;
      }
      PCollection<O> recordsOfPieces =
          parts
              .apply(
                  "CutLargeBodies", ParDo.of(new CutFn(settings.stores(), settings.pieceBytes())))
              .setCoder(RawPiece.CODER)
              .apply("SpreadPieces", Reshuffle.viaRandomKey())
              .apply("ReadPieces", ParDo.of(new ReadPiecesFn<>(settings, onward)))
              .setCoder(onward.coder());
      return PCollectionList.of(records)
          .and(recordsOfPieces)
          .apply("Records", Flatten.pCollections());
    }
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder format(RecordFormat format);

    abstract Builder stores(ObjectStore.Factory stores);

    abstract Builder steps(StepChain steps);

    abstract Builder spreading(boolean spreading);

    abstract Builder largeBodies(boolean largeBodies);

    abstract Builder pieceBytes(long pieceBytes);

    abstract ReadRecords build();
  }
}
