package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.redshift.rows.RejectionReason;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
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
}
