package dev.headrace.transforms.records;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Finds the records in responses.
 *
 * <p>Every record leaves exactly once, with its bytes as they stand in the body. A body that is not
 * what its {@link RecordFormat} says leaves whole, as one {@link Rejection} of stage {@code PARSE};
 * none of its records do. A response with an empty body (204, say) and one that only counted have
 * no records.
 *
 * <p>With the records of every response travels a {@link Tally} of how many they are, a rejected
 * body counted as one. Works on bounded and unbounded input, keeps timestamps and windows, holds no
 * state.
 */
@AutoValue
public abstract class SelectRecords
    extends PTransform<PCollection<RawResponse.Located>, PCollection<RecordOutcome>> {
  private static final long serialVersionUID = 1L;

  /** A body up to this length can leave whole, as the payload of a rejection. */
  static final int MAX_WHOLE_BYTES = 8 << 20;

  private static final byte[] NOTHING = {};

  abstract RecordFormat format();

  /** Selects the records of bodies of a format. */
  public static SelectRecords of(RecordFormat format) {
    return new AutoValue_SelectRecords(format);
  }

  /** Selects the records of one response; for a transform that reads responses itself. */
  public static void select(
      RecordFormat format, RawResponse.Located located, Consumer<RecordOutcome> out)
      throws IOException {
    if (located.response().request().role() == FetchRequest.Role.DATA) {
      select(format, located.response().body(), located.origin(), out);
    }
  }

  /** Selects the records of a body, or of a piece of one, that lies at the origin. */
  public static void select(
      RecordFormat format, Body body, Origin origin, Consumer<RecordOutcome> out)
      throws IOException {
    if (body.length() == 0) {
      return;
    }
    Counting counting = new Counting(out);
    try {
      format.select(body, origin, counting);
    } catch (BadRecordException e) {
      byte[] payload = body.length() <= MAX_WHOLE_BYTES ? body.bytes() : NOTHING;
      counting.accept(Rejection.of(Stage.PARSE, e, payload, origin));
    }
    out.accept(new Tally(Account.PARSED, counting.count));
  }

  @Override
  public PCollection<RecordOutcome> expand(PCollection<RawResponse.Located> responses) {
    return responses
        .apply("SelectRecords", ParDo.of(new SelectFn(format())))
        .setCoder(RecordOutcomeCoder.raw());
  }

  private static final class Counting implements Consumer<RecordOutcome> {
    private final Consumer<RecordOutcome> out;
    private long count;

    Counting(Consumer<RecordOutcome> out) {
      this.out = out;
    }

    @Override
    public void accept(RecordOutcome outcome) {
      count++;
      out.accept(outcome);
    }
  }

  static final class SelectFn extends DoFn<RawResponse.Located, RecordOutcome> {
    private static final long serialVersionUID = 1L;
    private final RecordFormat format;

    SelectFn(RecordFormat format) {
      this.format = format;
    }

    @ProcessElement
    public void process(@Element RawResponse.Located located, OutputReceiver<RecordOutcome> out)
        throws IOException {
      select(format, located, out::output);
    }
  }
}
