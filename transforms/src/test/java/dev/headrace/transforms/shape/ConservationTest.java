package dev.headrace.transforms.shape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.google.common.collect.Lists;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.Conform;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.RecordSteps;
import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in goes out, as a record or refused, and none of it twice. */
class ConservationTest {
  private static final int RECORDS = 500;
  private static final Contract CONTRACT =
      Contract.of(
          new Schema.Parser()
              .parse(
                  """
                  {"type": "record", "name": "Thing", "fields": [
                    {"name": "price", "from": "text",
                     "type": {"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 2}},
                    {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                    {"name": "n", "path": "/o_n", "type": ["null", "long"]},
                    {"name": "month", "type": "string", "derive": "string(day).substring(0, 7)"},
                    {"name": "share", "type": "long", "derive": "100 / n"}
                  ]}
                  """));

  private static final List<String> PRICES = List.of("\"1.5\"", "\"1000\"", "\"1,5\"", "7", "null");
  private static final List<String> DAYS =
      List.of("\"2018-02-07\"", "\"2018-02-30\"", "\"2018-02-07T01:26:13Z\"", "1");
  private static final List<String> OBJECTS =
      List.of("{\"n\":4}", "{\"n\":0}", "{\"n\":\"4\"}", "{\"n\":null}", "{}", "[]", "null");

  private static String any(List<String> choices, Random random) {
    return choices.get(random.nextInt(3) == 0 ? random.nextInt(choices.size()) : 0);
  }

  private static List<RecordOutcome> records() {
    Random random = new Random(7);
    List<RecordOutcome> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      String json =
          "{\"in\":{\"price\":%s,\"day\":%s},\"o\":%s%s"
              .formatted(
                  any(PRICES, random),
                  any(DAYS, random),
                  any(OBJECTS, random),
                  any(List.of("}", ",\"o_n\":1}", "", "}}"), random));
      records.add(SourceRecord.of(json.getBytes(UTF_8), Origin.of("raw/part", i, i)));
    }
    return records;
  }

  private static List<Step> steps(String which) {
    Step reshape = Reshape.records().lift("/in").flatten("_");
    return switch (which) {
      case "reshape" -> List.of(reshape);
      default -> List.of(reshape, Conform.to(CONTRACT), Derive.of(CONTRACT));
    };
  }

  private static Origin origin(RecordOutcome outcome) {
    return outcome instanceof SourceRecord record
        ? record.origin()
        : ((Rejection) outcome).origin();
  }

  @ParameterizedTest
  @ValueSource(strings = {"reshape", "derive"})
  void everyRecordLeavesExactlyOnce(String which) {
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(Create.of(records()).withCoder(RecordOutcomeCoder.raw()))
                .apply(RecordSteps.of(steps(which))))
        .satisfies(
            outcomes -> {
              List<RecordOutcome> all = Lists.newArrayList(outcomes);
              assertThat(
                  all.stream().map(outcome -> origin(outcome).record()).sorted().toList(),
                  is(LongStream.range(0, RECORDS).boxed().toList()));
              List<Rejection> rejections =
                  all.stream()
                      .filter(Rejection.class::isInstance)
                      .map(Rejection.class::cast)
                      .toList();
              assertThat("refused", rejections.size(), greaterThan(50));
              assertThat("gone on", all.size() - rejections.size(), greaterThan(50));
              rejections.forEach(rejection -> assertThat(rejection.stage(), is(Stage.CONFORM)));
              return null;
            });
    pipeline.run();
  }
}
