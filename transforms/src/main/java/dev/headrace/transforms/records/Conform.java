package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.auto.value.AutoValue;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;

/**
 * Brings JSON records to the form their {@link Contract} asks for.
 *
 * <p>Every input element leaves exactly once: as an Avro record of the contract's schema, or as a
 * {@link DeadLetter} of stage {@code CONFORM} that names the first field at fault and holds the
 * record as it came. Values are checked, never bent: a number written as text is not a number.
 * Works on bounded and unbounded input, keeps timestamps and windows, holds no state.
 */
@AutoValue
public abstract class Conform extends PTransform<PCollection<RawRecord>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** The records. */
  public static final TupleTag<GenericRecord> RECORDS = new TupleTag<>("records") {};

  /** The records that are not what the contract asks for. */
  public static final TupleTag<DeadLetter> DEAD_LETTERS = new TupleTag<>("deadLetters") {};

  abstract Contract contract();

  abstract DeadLetter.Context context();

  abstract Clock clock();

  /**
   * Conforms records to a contract.
   *
   * @param context what the dead letters name as their run, source and resource
   */
  public static Conform to(Contract contract, DeadLetter.Context context) {
    return new AutoValue_Conform(contract, context, Clock.systemUTC());
  }

  /** Takes the dead letters' time from another clock; default is the system's. */
  public Conform withClock(Clock clock) {
    return new AutoValue_Conform(contract(), context(), clock);
  }

  @Override
  public PCollectionTuple expand(PCollection<RawRecord> records) {
    PCollectionTuple conformed =
        records.apply(
            "ConformRecords",
            ParDo.of(new ConformFn(contract(), context(), clock()))
                .withOutputTags(RECORDS, TupleTagList.of(DEAD_LETTERS)));
    conformed.get(RECORDS).setCoder(AvroCoder.of(contract().schema()));
    return conformed;
  }

  static final class ConformFn extends DoFn<RawRecord, GenericRecord> {
    private static final long serialVersionUID = 1L;
    private static final ObjectReader JSON =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final Contract contract;
    private final DeadLetter.Context context;
    private final Clock clock;

    ConformFn(Contract contract, DeadLetter.Context context, Clock clock) {
      this.contract = contract;
      this.context = context;
      this.clock = clock;
    }

    @ProcessElement
    public void process(@Element RawRecord record, MultiOutputReceiver out) throws IOException {
      try {
        out.get(RECORDS).output(contract.conform(parse(record.payload())));
      } catch (BadRecordException e) {
        out.get(DEAD_LETTERS)
            .output(
                DeadLetter.ofRecord(
                    context,
                    Stage.CONFORM,
                    e,
                    record.payload(),
                    record.origin(),
                    Instant.ofEpochMilli(clock.millis())));
      }
    }

    private static JsonNode parse(byte[] payload) throws BadRecordException, IOException {
      try {
        JsonNode node = JSON.readValue(payload);
        if (!node.isObject()) {
          String type = node.getNodeType().name().toLowerCase(Locale.ROOT);
          throw new BadRecordException(
              Reason.MALFORMED, "The record must be an object, but is " + type);
        }
        return node;
      } catch (JsonProcessingException e) {
        throw new BadRecordException(Reason.MALFORMED, "The record is not JSON");
      }
    }
  }
}
