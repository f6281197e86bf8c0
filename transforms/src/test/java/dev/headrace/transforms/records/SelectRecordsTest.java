package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonPointer;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectRecordsTest {
  private static final DeadLetter.Context CONTEXT = DeadLetter.Context.of("run", "usgs", "events");

  private static List<String> slices(String body, String pointer) throws BadRecordException {
    return JsonSlices.of(body.getBytes(UTF_8), JsonPointer.compile(pointer)).stream()
        .map(bytes -> new String(bytes, UTF_8))
        .toList();
  }

  @Test
  void everyElementKeepsItsBytes() throws BadRecordException {
    String body =
        "{\"a\": [1], \"f\" : [ {\"x\" : \"é\\u00e9\"} ,\n \"te,]xt\", -1.50e3, [ ], null,true ]}";

    assertThat(
        slices(body, "/f"),
        contains("{\"x\" : \"é\\u00e9\"}", "\"te,]xt\"", "-1.50e3", "[ ]", "null", "true"));
  }

  @Test
  void theArrayIsFoundBelowObjectsAndArraysAndAtTheTop() throws BadRecordException {
    assertThat(slices("{\"a/b\":[0,{\"c\":[7]}]}", "/a~1b/1/c"), contains("7"));
    assertThat(slices("[1,2]", ""), contains("1", "2"));
    assertThat(slices("{\"f\":[]}", "/f"), is(empty()));
  }

  @Test
  void aByteOrderMarkDoesNotShiftTheBytes() throws BadRecordException {
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
    assertThrows(BadRecordException.class, () -> JsonSlices.of(body, JsonPointer.compile("/f")));
  }

  @Test
  void everyElementLeavesOnceAndABrokenBodyLeavesAsItCame() {
    FetchRequest data = FetchRequest.get("usgs", "events", "http://api/q");
    byte[] broken = "{\"f\":[1,2".getBytes(UTF_8);
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple selected =
        pipeline
            .apply(
                Create.of(
                    at(0, data, "{\"f\":[1,2,3]}".getBytes(UTF_8)),
                    at(1, data, broken),
                    at(2, data, new byte[0]),
                    at(3, data.withRole(FetchRequest.Role.COUNT), "{\"f\":[9]}".getBytes(UTF_8)),
                    at(4, data.withRole(FetchRequest.Role.PARENT), "{\"f\":[8]}".getBytes(UTF_8))))
            .apply(SelectRecords.at("/f", CONTEXT));

    PAssert.that(selected.get(SelectRecords.RECORDS))
        .containsInAnyOrder(record("1", 0), record("2", 1), record("3", 2));
    PAssert.thatSingleton(selected.get(SelectRecords.PARSED).apply(Sum.longsGlobally()))
        .isEqualTo(4L);
    PAssert.that(selected.get(SelectRecords.DEAD_LETTERS))
        .satisfies(
            letters -> {
              List<DeadLetter> all = StreamSupport.stream(letters.spliterator(), false).toList();
              assertThat(all.size(), is(1));
              assertThat(all.get(0).payload(), equalTo(broken));
              assertThat(all.get(0).stage(), is(Stage.PARSE));
              assertThat(all.get(0).origin(), is(Origin.of("raw/part", 1, -1)));
              return null;
            });
    pipeline.run();
  }

  private static RawRecord record(String payload, long index) {
    return RawRecord.of(payload.getBytes(UTF_8), Origin.of("raw/part", 0, index));
  }

  private static RawResponse.Located at(long line, FetchRequest request, byte[] body) {
    return RawResponse.Located.of(
        Origin.of("raw/part", line, -1),
        RawResponse.of(request, 200, Map.of(), Body.of(body), 1, 5, Instant.ofEpochMilli(0)));
  }
}
