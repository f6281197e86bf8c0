package dev.headrace.transforms.quality;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequireReferenceTest {
  private static final Tally TALLY = new Tally(Account.PARSED, 100);
  private final Pipeline pipeline = Pipeline.create();

  private PCollection<String> texts(List<String> keys) {
    return pipeline.apply("Texts", Create.of(keys).withCoder(StringUtf8Coder.of()));
  }

  private PCollection<Long> numbers(List<Long> keys) {
    return pipeline.apply("Numbers", Create.of(keys).withCoder(VarLongCoder.of()));
  }

  private PCollection<RecordOutcome> things(List<RecordOutcome> records) {
    return pipeline.apply("In", Create.of(records).withCoder(RecordOutcomeCoder.of(Things.SCHEMA)));
  }

  private void expectKept(
      List<RecordOutcome> in,
      PTransform<PCollection<RecordOutcome>, PCollection<RecordOutcome>> require,
      Set<Long> known) {
    int total = in.size();
    PAssert.that(things(in).apply(require))
        .satisfies(
            outcomes -> {
              TreeSet<Long> kept = new TreeSet<>();
              int others = 0;
              for (RecordOutcome outcome : outcomes) {
                if (outcome instanceof SourceRecord record) {
                  kept.add(record.origin().record());
                } else {
                  others++;
                }
                if (outcome instanceof Rejection rejection) {
                  assertThat(rejection.stage(), is(Stage.QUALITY));
                  assertThat(rejection.reason(), is(Reason.RULE));
                  assertThat(rejection.detail(), containsString("refers to something"));
                  assertThat(
                      new String(rejection.payload(), UTF_8),
                      is("payload " + rejection.origin().record()));
                }
              }
              assertThat(kept, is(known));
              assertThat(kept.size() + others, is(total));
              return null;
            });
    pipeline.run();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aTextThatIsNoneOfTheKeysIsRefusedAndNothingElse(long seed) {
    Random random = new Random(seed);
    List<RecordOutcome> in = new ArrayList<>(List.of(TALLY));
    TreeSet<Long> known = new TreeSet<>();
    for (long i = 0; i < 100; i++) {
      int station = random.nextInt(20);
      boolean without = station == 19;
      GenericRecord thing =
          without ? new GenericData.Record(Things.SCHEMA) : Things.with("text", "s" + station);
      in.add(Things.record(thing, i));
      if (without || station < 10) {
        known.add(i);
      }
    }
    List<String> keys = new ArrayList<>(List.of("s1", "s1"));
    for (int i = 0; i < 10; i++) {
      keys.add("s" + i);
    }

    expectKept(in, RequireReference.ofTexts("text", texts(keys)), known);
  }

  @ParameterizedTest
  @ValueSource(strings = {"int", "long"})
  void aNumberThatIsNoneOfTheKeysIsRefused(String field) {
    List<RecordOutcome> in = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      in.add(Things.record(Things.with(field, field.equals("int") ? i : (Object) (long) i), i));
    }

    expectKept(in, RequireReference.ofNumbers(field, numbers(List.of(1L, 3L))), Set.of(1L, 3L));
  }

  @Test
  void withoutAnyKeyNothingIsKnown() {
    List<RecordOutcome> in = List.of(Things.record(Things.with("text", "a"), 0));

    expectKept(in, RequireReference.ofTexts("text", texts(List.of())), Set.of());
  }

  @ParameterizedTest
  @CsvSource({"nothing, asks for the field nothing", "int, 'needs a text, but int is \"int\"'"})
  void aFieldThatCannotReferToTheKeysIsRefused(String field, String message) {
    RequireReference<String> require = RequireReference.ofTexts(field, texts(List.of("a")));

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> things(List.of()).apply(require));

    assertThat(e.getMessage(), containsString(message));
  }
}
