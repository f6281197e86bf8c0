package dev.headrace.transforms.buckets;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.ValueCoder;
import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.Tally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;

/** What a bucket of a dataset came to. */
@AutoValue
public abstract class Bucket {
  private static final Coder<List<Rejection>> REJECTIONS = ListCoder.of(Rejection.CODER);
  private static final Coder<List<Tally>> TALLIES = ListCoder.of(Tally.CODER);

  /** How it travels between workers, where a runner has it do so. */
  public static final ValueCoder<Bucket> CODER =
      ValueCoder.of(
          Bucket.class,
          (bucket, out) -> {
            out.number(bucket.number());
            out.number(bucket.records().size());
            for (PackedRecord record : bucket.records()) {
              out.bytes(record.packed());
            }
            out.value(bucket.rejections(), REJECTIONS);
            out.value(bucket.tallies(), TALLIES);
          },
          Bucket::read);

  private static Bucket read(dev.headrace.transforms.coders.FieldInput in) throws IOException {
    int number = in.smallNumber();
    int size = in.smallNumber();
    List<PackedRecord> records = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      byte[] packed = in.bytes();
      records.add(new PackedRecord(packed, 0, packed.length));
    }
    return of(number, records, in.value(REJECTIONS), in.value(TALLIES));
  }

  /** Which bucket it is, from 0. */
  public abstract int number();

  /** The records that stay, by partition and in the order of the file. */
  public abstract List<PackedRecord> records();

  /** The records that were refused on the way. */
  public abstract List<Rejection> rejections();

  /** The numbers for the ledger, the duplicates among them. */
  public abstract List<Tally> tallies();

  static Bucket of(
      int number, List<PackedRecord> records, List<Rejection> rejections, List<Tally> tallies) {
    return new AutoValue_Bucket(number, records, rejections, tallies);
  }
}
