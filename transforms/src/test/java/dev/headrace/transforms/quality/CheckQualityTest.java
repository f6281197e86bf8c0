package dev.headrace.transforms.quality;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.RecordSteps;
import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckQualityTest {
  private static final Tally PARSED = new Tally(Account.PARSED, 300);

  private static GenericRecord thing(String text, double number) {
    GenericRecord thing = Things.with("text", text);
    thing.put("double", number);
    return thing;
  }

  @Test
  void aRefusalNamesTheRulesAndNotTheValue() {
    CheckQuality check =
        CheckQuality.rejecting(
            Rules.notNull("double"), Rules.range("double", 0, 10), Rules.oneOf("text", "a", "b"));

    BadRecordException e =
        assertThrows(
            BadRecordException.class,
            () -> check.apply(Things.record(thing("hunter2", 4711), 0), account -> {}));

    assertThat(e.reason(), is(Reason.RULE));
    assertThat(check.stage(), is(Stage.QUALITY));
    assertThat(
        e.detail(), is("The record does not keep to range(double, 0, 10) and oneOf(text, a, b)"));
    assertThat(e.detail(), not(containsString("hunter2")));
  }

  @Test
  void aWarningIsCountedForEveryRuleAndTheRecordGoesOn() throws Exception {
    CheckQuality check =
        CheckQuality.warning(Rules.range("double", 0, 10), Rules.oneOf("text", "a"));
    SourceRecord record = Things.record(thing("x", 11), 0);
    List<Account> counted = new ArrayList<>();

    assertThat(check.apply(record, counted::add), is(sameInstance(record)));

    assertThat(counted, contains(Account.QUALITY_WARNINGS, Account.QUALITY_WARNINGS));
  }

  @Test
  void aRuleOfOnesOwnSeesTheWholeRecord() throws Exception {
    CheckQuality check =
        CheckQuality.rejecting(
            Rule.of("a has a number", values -> values.get("double") != null),
            Rules.notNull("text"));

    check.apply(Things.record(thing("a", 1), 0), account -> {});
    BadRecordException e =
        assertThrows(
            BadRecordException.class,
            () -> check.apply(Things.record(Things.with("text", "a"), 0), account -> {}));

    assertThat(e.detail(), containsString("a has a number"));
  }

  @Test
  void itTellsItsSettings() {
    assertThat(
        CheckQuality.rejecting(Rules.notNull("text"), Rules.range("int", 1, 2)).toString(),
        is("rejecting[notNull(text), range(int, 1, 2)]"));
    assertThat(
        CheckQuality.warning(Rules.notNull("text")).toString(), is("warning[notNull(text)]"));
  }

  @Test
  void rulesThatDoNotGoWithTheSchemaAreRefusedBeforeAnythingRuns() {
    Pipeline pipeline = Pipeline.create();
    var conformed = pipeline.apply(Create.empty(RecordOutcomeCoder.of(Things.SCHEMA)));
    var raw = pipeline.apply("Raw", Create.empty(RecordOutcomeCoder.raw()));
    RecordSteps wrong = RecordSteps.of(CheckQuality.rejecting(Rules.range("text", 0, 1)));
    RecordSteps right = RecordSteps.of(CheckQuality.rejecting(Rules.notNull("text")));

    IllegalArgumentException type =
        assertThrows(IllegalArgumentException.class, () -> conformed.apply("Wrong", wrong));
    IllegalArgumentException order =
        assertThrows(IllegalArgumentException.class, () -> raw.apply("Early", right));

    assertThat(type.getMessage(), containsString("range(text, 0, 1) needs a number"));
    assertThat(order.getMessage(), containsString("Conform has to come before"));
    assertThrows(IllegalArgumentException.class, CheckQuality::rejecting);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyRecordGoesOnOrIsRefusedWithItsPayloadAndWarningsAreCounted(long seed) {
    Random random = new Random(seed);
    List<RecordOutcome> in = new ArrayList<>(List.of(PARSED));
    TreeSet<Long> good = new TreeSet<>();
    long warnings = 0;
    for (long i = 0; i < 300; i++) {
      double number = random.nextInt(21) - 10;
      in.add(Things.record(thing("t", number), i));
      if (number >= 0) {
        good.add(i);
        warnings += number > 5 ? 1 : 0;
      }
    }
    long expectedWarnings = warnings;
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(Create.of(in).withCoder(RecordOutcomeCoder.of(Things.SCHEMA)))
                .apply(
                    RecordSteps.of(
                        CheckQuality.rejecting(Rules.range("double", 0, null)),
                        CheckQuality.warning(Rules.range("double", null, 5)))))
        .satisfies(
            outcomes -> {
              TreeSet<Long> kept = new TreeSet<>();
              TreeSet<Long> refused = new TreeSet<>();
              List<Tally> tallies = new ArrayList<>();
              for (RecordOutcome outcome : outcomes) {
                if (outcome instanceof SourceRecord record) {
                  assertThat(kept.add(record.origin().record()), is(true));
                } else if (outcome instanceof Rejection rejection) {
                  long record = rejection.origin().record();
                  assertThat(refused.add(record), is(true));
                  assertThat(new String(rejection.payload(), UTF_8), is("payload " + record));
                  assertThat(rejection.stage(), is(Stage.QUALITY));
                } else {
                  tallies.add((Tally) outcome);
                }
              }
              assertThat(kept, is(good));
              assertThat(kept.size() + refused.size(), is(300));
              assertThat(tallies.remove(PARSED), is(true));
              assertThat((long) tallies.size(), is(expectedWarnings));
              tallies.removeIf(new Tally(Account.QUALITY_WARNINGS, 1)::equals);
              assertThat(tallies, is(empty()));
              return null;
            });
    PipelineResult result = pipeline.run();

    assertThat(countOf(result, "range(double, none, 5)"), is(expectedWarnings));
  }

  private static long countOf(PipelineResult result, String rule) {
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.named(CheckQuality.class, rule))
            .build();
    long sum = 0;
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }
}
