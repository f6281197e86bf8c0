package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonPointer;
import com.google.auto.value.AutoValue;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;

/**
 * Finds the records in responses: the elements of one array of a JSON body.
 *
 * <p>Every element leaves exactly once, as a {@link RawRecord} with its bytes as they stand in the
 * body. A body that is not one whole JSON document, or has no array in the given place, leaves
 * whole, as one {@link DeadLetter} of stage {@code PARSE}; none of its elements do. A response with
 * an empty body (204, say) and one that only counted have no records.
 *
 * <p>{@link #PARSED} tells for every response how many elements leave, the dead letter counted as
 * one. Works on bounded and unbounded input, keeps timestamps and windows, holds no state; one body
 * at a time is in memory.
 */
@AutoValue
public abstract class SelectRecords
    extends PTransform<PCollection<RawResponse.Located>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** The records. */
  public static final TupleTag<RawRecord> RECORDS = new TupleTag<>("records") {};

  /** The bodies that could not be parsed. */
  public static final TupleTag<DeadLetter> DEAD_LETTERS = new TupleTag<>("deadLetters") {};

  /** What every response came to. */
  public static final TupleTag<Long> PARSED = new TupleTag<>("parsed") {};

  abstract String pointer();

  abstract DeadLetter.Context context();

  abstract Clock clock();

  /**
   * Selects the elements of the array at a JSON Pointer (RFC 6901).
   *
   * @param pointer such as {@code /features}; empty for a body that is an array itself
   * @param context what the dead letters name as their run, source and resource
   * @throws IllegalArgumentException if the pointer is not one
   */
  public static SelectRecords at(String pointer, DeadLetter.Context context) {
    JsonPointer.valueOf(pointer);
    return new AutoValue_SelectRecords(pointer, context, Clock.systemUTC());
  }

  /** Takes the dead letters' time from another clock; default is the system's. */
  public SelectRecords withClock(Clock clock) {
    return new AutoValue_SelectRecords(pointer(), context(), clock);
  }

  @Override
  public PCollectionTuple expand(PCollection<RawResponse.Located> responses) {
    return responses.apply(
        "SelectRecords",
        ParDo.of(new SelectFn(pointer(), context(), clock()))
            .withOutputTags(RECORDS, TupleTagList.of(DEAD_LETTERS).and(PARSED)));
  }

  static final class SelectFn extends DoFn<RawResponse.Located, RawRecord> {
    private static final long serialVersionUID = 1L;
    private final String pointer;
    private final DeadLetter.Context context;
    private final Clock clock;
    private final Counter found = Metrics.counter(SelectRecords.class, "records");

    SelectFn(String pointer, DeadLetter.Context context, Clock clock) {
      this.pointer = pointer;
      this.context = context;
      this.clock = clock;
    }

    @ProcessElement
    public void process(@Element RawResponse.Located located, MultiOutputReceiver out)
        throws IOException {
      RawResponse response = located.response();
      if (response.request().role() != FetchRequest.Role.DATA || response.body().length() == 0) {
        return;
      }
      Origin origin = located.origin();
      byte[] body = response.body().bytes();
      try {
        List<byte[]> records = JsonSlices.of(body, JsonPointer.compile(pointer));
        for (int i = 0; i < records.size(); i++) {
          out.get(RECORDS).output(RawRecord.of(records.get(i), origin.atRecord(i)));
        }
        out.get(PARSED).output((long) records.size());
        found.inc(records.size());
      } catch (BadRecordException e) {
        out.get(DEAD_LETTERS)
            .output(
                DeadLetter.ofRecord(
                    context, Stage.PARSE, e, body, origin, Instant.ofEpochMilli(clock.millis())));
        out.get(PARSED).output(1L);
      }
    }
  }
}
