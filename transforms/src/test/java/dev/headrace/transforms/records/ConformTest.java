package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConformTest {
  private static final DeadLetter.Context CONTEXT = DeadLetter.Context.of("run", "api", "things");

  private static Contract contract(String... fields) {
    return Contract.of(
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"Thing\",\"fields\":["
                    + String.join(",", fields)
                    + "]}"));
  }

  private static GenericRecord conform(Contract contract, String json)
      throws BadRecordException, IOException {
    return contract.conform(new ObjectMapper().readTree(json));
  }

  @Test
  void valuesAreFoundByPathAndTakeTheFieldsType() throws Exception {
    Contract contract =
        contract(
            "{\"name\":\"id\",\"type\":\"string\"}",
            "{\"name\":\"lon\",\"type\":\"double\",\"path\":\"/geo/0\"}",
            "{\"name\":\"count\",\"type\":[\"null\",\"int\"]}",
            "{\"name\":\"ok\",\"type\":\"boolean\"}",
            "{\"name\":\"tags\",\"type\":{\"type\":\"array\",\"items\":\"string\"},\"split\":\",\"}",
            "{\"name\":\"codes\",\"type\":{\"type\":\"array\",\"items\":\"long\"}}");

    GenericRecord record =
        conform(
            contract,
            "{\"id\":\"a\",\"geo\":[-117],\"count\":null,\"ok\":true,\"tags\":\",x,y,\",\"codes\":[1,2]}");

    assertThat(record.get("id"), is("a"));
    assertThat(record.get("lon"), is(-117.0));
    assertThat(record.get("count"), is(nullValue()));
    assertThat(record.get("ok"), is(true));
    assertThat(record.get("tags"), is(List.of("x", "y")));
    assertThat(record.get("codes"), is(List.of(1L, 2L)));
  }

  @Test
  void timesAreReadFromEpochMillisAndFromIsoText() throws Exception {
    String micros = "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}";
    String day = "{\"type\":\"int\",\"logicalType\":\"date\"}";
    Contract contract =
        contract(
            "{\"name\":\"at\",\"type\":" + micros + ",\"from\":\"epoch-millis\"}",
            "{\"name\":\"day\",\"type\":" + day + ",\"path\":\"/at\",\"from\":\"epoch-millis\"}",
            "{\"name\":\"iso\",\"type\":" + micros + "}");

    GenericRecord record =
        conform(contract, "{\"at\":-1,\"iso\":\"1970-01-01T01:00:00.000001+01:00\"}");

    assertThat(record.get("at"), is(-1000L));
    assertThat("the day before 1970, not the day itself", record.get("day"), is(-1));
    assertThat(record.get("iso"), is(1L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"string\"                     | 7                  | WRONG_TYPE",
        "\"string\"                     | \"\\ud800\"         | MALFORMED",
        "\"string\",\"maxBytes\":3      | \"éé\"             | OUT_OF_RANGE",
        "\"int\"                        | \"7\"              | WRONG_TYPE",
        "\"int\"                        | 7.5                | WRONG_TYPE",
        "\"int\"                        | 2147483648         | OUT_OF_RANGE",
        "\"long\"                       | 9223372036854775808| OUT_OF_RANGE",
        "\"double\"                     | \"strong\"         | WRONG_TYPE",
        "\"double\"                     | 1e999              | OUT_OF_RANGE",
        "\"float\"                      | 1e39               | OUT_OF_RANGE",
        "\"double\",\"max\":180         | 180.5              | OUT_OF_RANGE",
        "\"double\",\"min\":-1          | -2                 | OUT_OF_RANGE",
        "\"boolean\"                    | 1                  | WRONG_TYPE",
        "\"boolean\"                    | null               | MISSING_VALUE",
        "{\"type\":\"array\",\"items\":\"string\"} | \"x\"     | WRONG_TYPE",
        "{\"type\":\"array\",\"items\":\"string\"} | [1]       | WRONG_TYPE",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"} | \"yesterday\" | WRONG_TYPE",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"},\"from\":\"epoch-millis\" | 9223372036854775807 | OUT_OF_RANGE",
        "{\"type\":\"int\",\"logicalType\":\"date\"},\"from\":\"epoch-millis\" | 9223372036854775807 | OUT_OF_RANGE",
      })
  void aValueThatDoesNotFitIsNeverBent(String type, String value, Reason reason) {
    Contract contract = contract("{\"name\":\"v\",\"type\":" + type + "}");

    BadRecordException e =
        assertThrows(BadRecordException.class, () -> conform(contract, "{\"v\":" + value + "}"));

    assertThat(e.reason(), is(reason));
    assertThat(e.detail(), containsString("v (/v)"));
    assertThat("no value is told", e.detail(), not(containsString("strong")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"bytes\"                        | has the type \"bytes\"",
        "[\"int\",\"string\"]             | has the type",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"},\"from\":\"epoch\" | must be epoch-millis or iso-8601, but is \"epoch\"",
        "\"int\",\"path\":\"v\"           | must be a JSON Pointer such as /properties/v, but is v",
        "\"int\",\"path\":7               | must be a JSON Pointer such as /properties/v, but is 7",
        "\"int\",\"min\":\"low\"          | must be a number, but is low",
      })
  void aContractThatCannotBeKeptIsRefusedAtOnce(String type, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> contract("{\"name\":\"v\",\"type\":" + type + "}"));
    assertThat(e.getMessage(), containsString(message));
  }

  @Test
  void everyRecordLeavesExactlyOnceWithItsPayload() {
    Contract contract = contract("{\"name\":\"id\",\"type\":\"string\"}");
    Origin origin = Origin.of("raw/part", 0, 0);
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple conformed =
        pipeline
            .apply(
                Create.of(
                    RawRecord.of("{\"id\":\"a\"}".getBytes(UTF_8), origin),
                    RawRecord.of("{\"id\": 5 }".getBytes(UTF_8), origin.atRecord(1)),
                    RawRecord.of("\"text\"".getBytes(UTF_8), origin.atRecord(2)),
                    RawRecord.of("{\"id\"".getBytes(UTF_8), origin.atRecord(3))))
            .apply(Conform.to(contract, CONTEXT).withClock(clock));

    PAssert.that(conformed.get(Conform.RECORDS))
        .satisfies(
            records -> {
              assertThat(records.iterator().next().get("id").toString(), is("a"));
              return null;
            });
    PAssert.that(conformed.get(Conform.DEAD_LETTERS))
        .satisfies(
            letters -> {
              int count = 0;
              for (DeadLetter letter : letters) {
                count++;
                String payload = new String(letter.payload(), UTF_8);
                Reason expected =
                    payload.equals("{\"id\": 5 }") ? Reason.WRONG_TYPE : Reason.MALFORMED;
                assertThat(payload, letter.reason(), is(expected));
                assertThat(letter.failedAt().getMillis(), is(0L));
              }
              assertThat(count, is(3));
              return null;
            });
    pipeline.run();
  }
}
