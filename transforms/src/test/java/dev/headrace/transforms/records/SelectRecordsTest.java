package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.Lists;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectRecordsTest {
  private static final Origin ORIGIN = Origin.of("raw/part", 0, -1);

  private static List<String> slices(String body, String path) throws Exception {
    List<String> records = new ArrayList<>();
    RecordFormat.json(path)
        .select(
            Body.of(body.getBytes(UTF_8)),
            ORIGIN,
            record -> records.add(new String(((SourceRecord) record).payload(), UTF_8)));
    return records;
  }

  @Test
  void everyElementKeepsItsBytes() throws Exception {
    String body =
        "{\"a\": [1], \"f\" : [ {\"x\" : \"é\\u00e9\"} ,\n \"te,]xt\", -1.50e3, [ ], null,true ]}";

    assertThat(
        slices(body, "/f"),
        contains("{\"x\" : \"é\\u00e9\"}", "\"te,]xt\"", "-1.50e3", "[ ]", "null", "true"));
  }

  @Test
  void theArrayIsFoundBelowObjectsAndArraysAndAtTheTop() throws Exception {
    assertThat(slices("{\"a/b\":[0,{\"c\":[7]}]}", "/a~1b/1/c"), contains("7"));
    assertThat(slices("[1,2]", ""), contains("1", "2"));
    assertThat(slices("{\"f\":[]}", "/f"), is(empty()));
  }

  @Test
  void aByteOrderMarkDoesNotShiftTheBytes() throws Exception {
    assertThat(slices("\uFEFF{\"f\":[{\"a\":1}]}", "/f"), contains("{\"a\":1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"f\":[1,2",
        "{\"f\":[1,2]",
        "{\"f\":[1,2]} {\"f\":[3]}",
        "{\"f\":[1,2]} trailing",
        "{\"f\":{\"no\":\"array\"}}",
        "{\"g\":[1]}",
        "7",
        "<html>Service Unavailable</html>",
      })
  void aBodyThatIsNotOneWholeDocumentWithTheArrayIsRefusedWhole(String body) {
    BadRecordException e = assertThrows(BadRecordException.class, () -> slices(body, "/f"));
    assertThat(e.reason(), is(Reason.MALFORMED));
    assertThat("no word of the body", e.detail(), not(containsString("html")));
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() {
    byte[] body = "{\"f\":[1,2]}".getBytes(UTF_16);
    assertThrows(
        BadRecordException.class,
        () -> RecordFormat.json("/f").select(Body.of(body), ORIGIN, record -> {}));
  }

  @Test
  void everyElementLeavesOnceAndABrokenBodyLeavesAsItCame() {
    FetchRequest data = FetchRequest.get("usgs", "events", "http://api/q");
    byte[] broken = "{\"f\":[1,2".getBytes(UTF_8);
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(
                    Create.of(
                        at(0, data, "{\"f\":[1,2,3]}".getBytes(UTF_8)),
                        at(1, data, broken),
                        at(2, data, new byte[0]),
                        at(
                            3,
                            data.withRole(FetchRequest.Role.COUNT),
                            "{\"f\":[9]}".getBytes(UTF_8)),
                        at(
                            4,
                            data.withRole(FetchRequest.Role.PARENT),
                            "{\"f\":[8]}".getBytes(UTF_8))))
                .apply(SelectRecords.of(RecordFormat.json("/f"))))
        .satisfies(
            outcomes -> {
              List<RecordOutcome> all = Lists.newArrayList(outcomes);
              assertThat(
                  all,
                  hasItems(
                      record("1", 0),
                      record("2", 1),
                      record("3", 2),
                      new Tally(Account.PARSED, 3),
                      new Tally(Account.PARSED, 1)));
              List<Rejection> rejections =
                  all.stream()
                      .filter(Rejection.class::isInstance)
                      .map(Rejection.class::cast)
                      .toList();
              assertThat(rejections.size(), is(1));
              assertThat(rejections.get(0).payload(), equalTo(broken));
              assertThat(rejections.get(0).stage(), is(Stage.PARSE));
              assertThat(rejections.get(0).origin(), is(Origin.of("raw/part", 1, -1)));
              assertThat(all.size(), is(6));
              return null;
            });
    pipeline.run();
  }

  private static List<RecordOutcome> lines(String body) throws Exception {
    List<RecordOutcome> records = new ArrayList<>();
    SelectRecords.select(
        RecordFormat.ndjson(), Body.of(body.getBytes(UTF_8)), ORIGIN.atRecord(1000), records::add);
    return records;
  }

  @Test
  void aLineIsARecordAtTheOffsetOfItsFirstByte() throws Exception {
    assertThat(
        lines("\uFEFF{\"é\":1}\r\n\n  \n{\"b\":2}"),
        contains(
            record("{\"é\":1}", 1000),
            record("{\"b\":2}", 1000 + 3 + 8 + 2 + 1 + 3),
            new Tally(Account.PARSED, 2)));
  }

  @Test
  void linesOfEveryLengthAreFoundWhereverABufferEnds() throws Exception {
    Random random = new Random(7);
    StringBuilder body = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String line = "x".repeat(1 + random.nextInt(i % 50 == 0 ? 400_000 : 3000));
      expected.add(line);
      body.append(line).append('\n');
    }

    List<RecordOutcome> records = lines(body.toString());

    assertThat(records.remove(records.size() - 1), is(new Tally(Account.PARSED, 300)));
    long offset = 1000;
    for (int i = 0; i < 300; i++) {
      assertThat(records.get(i).equals(record(expected.get(i), offset)), is(true));
      offset += expected.get(i).length() + 1;
    }
  }

  @Test
  void aLineThatIsTooLongIsRefusedAndThoseAroundItAreNot() throws Exception {
    String longest = "x".repeat(ByteLines.MAX_LINE_BYTES + 1);

    List<RecordOutcome> records = lines("1\n" + longest + "\n2\n");

    assertThat(records.get(0), is(record("1", 1000)));
    Rejection rejection = (Rejection) records.get(1);
    assertThat(rejection.reason(), is(Reason.TOO_LARGE));
    assertThat(rejection.detail(), containsString("has 16777217 bytes, and at most 16777216"));
    assertThat(rejection.payload().length, lessThan(100_000));
    assertThat(records.get(2), is(record("2", 1000 + 2 + longest.length() + 1)));
    assertThat(records.get(3), is(new Tally(Account.PARSED, 3)));
  }

  private static RecordOutcome record(String payload, long index) {
    return SourceRecord.of(payload.getBytes(UTF_8), Origin.of("raw/part", 0, index));
  }

  private static RawResponse.Located at(long line, FetchRequest request, byte[] body) {
    return RawResponse.Located.of(
        Origin.of("raw/part", line, -1),
        RawResponse.of(request, 200, Map.of(), Body.of(body), 1, 5, Instant.ofEpochMilli(0)));
  }
}
