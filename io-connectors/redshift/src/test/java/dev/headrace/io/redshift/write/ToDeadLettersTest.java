package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.redshift.rows.RejectionReason;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToDeadLettersTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final DeadLetter.Context CONTEXT = DeadLetter.Context.of("run", "api", "orders");

  private static RejectedRow row(RejectionReason reason, String payload) {
    return new RejectedRow(
        "sales.orders", "1", reason, "place", "place is bad", 0, payload, Instant.EPOCH);
  }

  @ParameterizedTest
  @CsvSource({
    "MISSING_VALUE, MISSING_VALUE",
    "TOO_LONG, OUT_OF_RANGE",
    "INVALID_TEXT, MALFORMED",
    "OUT_OF_RANGE, OUT_OF_RANGE",
    "TOO_PRECISE, OUT_OF_RANGE",
    "NOT_FINITE, OUT_OF_RANGE",
    "WRONG_TYPE, WRONG_TYPE",
    "INVALID_JSON, MALFORMED",
    "UNKNOWN_FIELD, UNKNOWN_FIELD",
    "ROW_TOO_LARGE, TOO_LARGE",
    "REFUSED, REFUSED"
  })
  void everyRejectionHasItsReason(RejectionReason rejection, Reason reason) {
    DeadLetter letter = ToDeadLetters.letter(row(rejection, "{}"), CONTEXT, NOW);

    assertThat(letter.reason(), is(reason));
    assertThat(letter.detail(), is(rejection + ": place is bad"));
  }

  @Test
  void aLetterHoldsTheRowAndTellsWhereItWasToGo() {
    Pipeline pipeline = Pipeline.create();
    String payload = "{\"place\":\"Oslo\"}";

    PAssert.that(
            pipeline
                .apply(
                    Create.of(row(RejectionReason.TOO_LONG, payload)).withCoder(RejectedRow.CODER))
                .apply(ToDeadLetters.of(CONTEXT, NOW)))
        .satisfies(
            letters -> {
              DeadLetter letter = letters.iterator().next();
              assertThat(letter.stage(), is(Stage.LOAD));
              assertThat(new String(letter.payload(), StandardCharsets.UTF_8), is(payload));
              assertThat(letter.origin(), is(Origin.of("redshift:sales.orders#1", 0, -1)));
              assertThat(letter.failedAt(), is(NOW));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static Map<String, DeadLetter> byId(Iterable<DeadLetter> letters) {
    Map<String, DeadLetter> byId = new TreeMap<>();
    letters.forEach(letter -> byId.put(letter.id(), letter));
    return byId;
  }

  @Test
  void equalRowsAreAsManyLettersAndHaveTheSameIdsInEveryAttempt() {
    RejectedRow twice = row(RejectionReason.TOO_LONG, "{}");
    RejectedRow otherwise = row(RejectionReason.WRONG_TYPE, "{}");
    RejectedRow other = row(RejectionReason.TOO_LONG, "{\"place\":\"Oslo\"}");
    Set<String> ids = new TreeSet<>();
    for (long line = 0; line < 3; line++) {
      ids.add(id("redshift:sales.orders#1", line, "{}"));
    }
    ids.add(id("redshift:sales.orders#1", 0, other.payload()));
    for (List<RejectedRow> attempt :
        List.of(List.of(twice, other, otherwise, twice), List.of(otherwise, twice, twice, other))) {
      Pipeline pipeline = Pipeline.create();
      PAssert.that(
              pipeline
                  .apply(Create.of(attempt).withCoder(RejectedRow.CODER))
                  .apply(ToDeadLetters.of(CONTEXT, NOW)))
          .satisfies(
              letters -> {
                assertThat(byId(letters).keySet(), is(ids));
                return null;
              });
      pipeline.run().waitUntilFinish();
    }
  }

  private static String id(String object, long line, String payload) {
    return DeadLetter.ofRecord(
            CONTEXT,
            Stage.LOAD,
            Reason.OUT_OF_RANGE,
            "",
            payload.getBytes(StandardCharsets.UTF_8),
            Origin.of(object, line, -1),
            NOW)
        .id();
  }

  @Test
  void equalRowsOfTwoWindowsAreTwoLetters() {
    Pipeline pipeline = Pipeline.create();
    RejectedRow row = row(RejectionReason.TOO_LONG, "{}");

    PAssert.that(
            pipeline
                .apply(
                    Create.timestamped(
                            TimestampedValue.of(row, Instant.ofEpochSecond(1)),
                            TimestampedValue.of(row, Instant.ofEpochSecond(11)))
                        .withCoder(RejectedRow.CODER))
                .apply(Window.into(FixedWindows.of(Duration.standardSeconds(10))))
                .apply(ToDeadLetters.of(CONTEXT, NOW)))
        .satisfies(
            letters -> {
              assertThat(
                  byId(letters).keySet(),
                  is(
                      Set.of(
                          id("redshift:sales.orders#1|0|10000|0", 0, "{}"),
                          id("redshift:sales.orders#1|10000|20000|0", 0, "{}"))));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void equalRowsOfAStreamAreAsManyLettersWheneverTheyCome() {
    Pipeline pipeline = Pipeline.create();
    RejectedRow row = row(RejectionReason.TOO_LONG, "{}");
    TestStream<RejectedRow> stream =
        TestStream.create(RejectedRow.CODER)
            .addElements(row)
            .advanceProcessingTime(Duration.standardSeconds(6))
            .addElements(row, row)
            .advanceWatermarkToInfinity();

    PAssert.that(pipeline.apply(stream).apply(ToDeadLetters.of(CONTEXT, NOW)))
        .satisfies(
            letters -> {
              assertThat(byId(letters).keySet(), hasSize(3));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }
}
