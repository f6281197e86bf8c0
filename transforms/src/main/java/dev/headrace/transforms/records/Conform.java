package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Brings JSON records to the form their {@link Contract} asks for.
 *
 * <p>A record leaves with {@linkplain SourceRecord#values() values} of the contract's schema; one
 * that does not fit is refused in the stage {@code CONFORM}, and the first field at fault is named.
 * Values are checked, never bent: a number written as text is not a number, unless the contract
 * says that it comes as text. Texts are held as Avro's {@link org.apache.avro.util.Utf8}.
 */
public final class Conform implements Step {
  private static final long serialVersionUID = 1L;
  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .disable(
              JsonFactory.Feature.CHARSET_DETECTION) // bytes of NUL would make it UTF-16 or -32
          .build();

  private final Contract contract;
  private transient @Nullable ContractReader reader;
  private transient @Nullable ReusedParser reused;

  private Conform(Contract contract) {
    this.contract = contract;
  }

  /** Conforms records to a contract. */
  public static Conform to(Contract contract) {
    return new Conform(contract);
  }

  @Override
  public Stage stage() {
    return Stage.CONFORM;
  }

  @Override
  public Schema schemaAfter(@Nullable Schema before) {
    return contract.schema();
  }

  @Override
  public SourceRecord apply(SourceRecord record, Tallies tallies) throws BadRecordException {
    try {
      return conform(record, tallies);
    } catch (BadRecordException e) {
      contract.mode().countRefused(tallies);
      throw e;
    }
  }

  private SourceRecord conform(SourceRecord record, Tallies tallies) throws BadRecordException {
    try (JsonParser json = parserOf(record)) {
      GenericRecord values = reader().read(json, tallies);
      if (json.nextToken() != null) {
        throw new BadRecordException(Reason.MALFORMED, "The record is not JSON");
      }
      return record.withValues(values);
    } catch (IOException e) {
      // Bytes in memory can always be read; bytes that are no characters fail in ways of their own.
      throw new BadRecordException(Reason.MALFORMED, "The record is not JSON");
    }
  }

  private ContractReader reader() {
    if (reader == null) {
      reader = contract.reader();
    }
    return reader;
  }

  private JsonParser parserOf(SourceRecord record) {
    JsonNode document = record.document();
    if (document != null) {
      return document.traverse();
    }
    if (reused == null || reused.isFull()) {
      reused = new ReusedParser(JSON);
    }
    return reused.read(record.payload());
  }

  static JsonParser parser(SourceRecord record) throws IOException {
    JsonNode document = record.document();
    return document == null ? JSON.createParser(record.payload()) : document.traverse();
  }
}
