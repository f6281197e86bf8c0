package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.Lists;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConformTest {
  private static final Tally TALLY = new Tally(Account.PARSED, 7);
  private static final List<String> PAYLOADS =
      List.of("{\"id\":\"a\"}", "{\"id\":7}", "[]", "{\"id\":", "{\"id\":\"a\"} {}", "", "\u0000");
  private static final Origin ORIGIN = Origin.of("raw/part", 0, 0);

  private static Contract contract(String... fields) {
    return Contract.of(
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"Thing\",\"fields\":["
                    + String.join(",", fields)
                    + "]}"));
  }

  private static GenericRecord conform(Contract contract, String json) throws BadRecordException {
    return conform(contract, json, new ArrayList<>());
  }

  private static GenericRecord conform(Contract contract, String json, List<Account> counted)
      throws BadRecordException {
    SourceRecord record = SourceRecord.of(json.getBytes(UTF_8), ORIGIN);
    return Conform.to(contract).apply(record, counted::add).conformed();
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

    assertThat(record.get("id"), is(new Utf8("a")));
    assertThat(record.get("lon"), is(-117.0));
    assertThat(record.get("count"), is(nullValue()));
    assertThat(record.get("ok"), is(true));
    assertThat(record.get("tags"), is(List.of(new Utf8("x"), new Utf8("y"))));
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
        "{\"type\":\"map\",\"values\":\"int\"} | has the type {\"type\":\"map\"",
        "[\"int\",\"string\"]             | has the type",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"},\"from\":\"epoch\" | \"from\" of the field v must be epoch-seconds, epoch-millis, epoch-micros, iso-8601 or pattern: and one of java.time, but is \"epoch\"",
        "\"int\",\"path\":\"v\"           | must be a JSON Pointer such as /properties/v, but is \"v\"",
        "\"int\",\"path\":7               | must be a JSON Pointer such as /properties/v, but is 7",
        "\"int\",\"min\":\"low\"          | must be a number, but is \"low\"",
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
    List<RecordOutcome> records =
        PAYLOADS.stream()
            .map(payload -> (RecordOutcome) SourceRecord.of(payload.getBytes(UTF_8), ORIGIN))
            .collect(Collectors.toCollection(ArrayList::new));
    records.add(TALLY);
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(Create.of(records).withCoder(RecordOutcomeCoder.raw()))
                .apply(RecordSteps.of(Conform.to(contract))))
        .satisfies(
            outcomes -> {
              List<RecordOutcome> all = Lists.newArrayList(outcomes);
              assertThat(all, hasSize(PAYLOADS.size() + 1));
              assertThat(all, hasItem(TALLY));
              List<Rejection> rejections =
                  all.stream()
                      .filter(Rejection.class::isInstance)
                      .map(Rejection.class::cast)
                      .toList();
              assertThat(
                  rejections.stream().map(r -> new String(r.payload(), UTF_8)).toList(),
                  containsInAnyOrder(PAYLOADS.subList(1, PAYLOADS.size()).toArray()));
              rejections.forEach(
                  rejection -> {
                    assertThat(rejection.stage(), is(Stage.CONFORM));
                    assertThat(rejection.origin(), is(ORIGIN));
                  });
              return null;
            });
    pipeline.run();
  }

  @Test
  void aRecordOfBytesThatAreNoCharactersIsRefused() {
    Contract contract = contract("{\"name\":\"id\",\"type\":\"string\"}");
    byte[] utf32 = {0, 0, 0, '{', 0, 0, 0, '"', 0, (byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    BadRecordException e =
        assertThrows(
            BadRecordException.class,
            () -> Conform.to(contract).apply(SourceRecord.of(utf32, ORIGIN), account -> {}));

    assertThat(e.reason(), is(Reason.MALFORMED));
  }

  @Test
  void aFieldThatIsThereTwiceIsAmbiguousAndRefused() {
    Contract contract = contract("{\"name\":\"id\",\"type\":\"string\"}");

    BadRecordException e =
        assertThrows(
            BadRecordException.class, () -> conform(contract, "{\"id\":\"a\",\"id\":\"b\"}"));

    assertThat(e.reason(), is(Reason.MALFORMED));
    assertThat(e.detail(), containsString("id (/id) is there more than once"));
  }

  @Test
  void aPlaceCanBeReadByMoreThanOneField() throws Exception {
    Contract contract =
        contract(
            "{\"name\":\"all\",\"type\":{\"type\":\"array\",\"items\":\"long\"},\"path\":\"/v\"}",
            "{\"name\":\"first\",\"type\":\"long\",\"path\":\"/v/0\"}",
            "{\"name\":\"again\",\"type\":\"int\",\"path\":\"/v/0\"}");

    GenericRecord record = conform(contract, "{\"v\":[7,8]}");

    assertThat(record.get("all"), is(List.of(7L, 8L)));
    assertThat(record.get("first"), is(7L));
    assertThat(record.get("again"), is(7));
  }

  @ParameterizedTest
  @CsvSource({
    "TOLERATE, true, 0",
    "EVOLVE, true, 0",
    "FREEZE, false, 0",
    "DISCARD_VALUE, true, 1",
    "DISCARD_ROW, false, 1"
  })
  void aFieldThatTheContractDoesNotNameIsTreatedAsItsModeSays(
      Contract.Mode mode, boolean goesOn, int counted) throws Exception {
    Contract contract =
        contract(
                "{\"name\":\"id\",\"type\":\"string\"}",
                "{\"name\":\"x\",\"type\":\"int\",\"path\":\"/o/x\"}")
            .withMode(mode);
    String json = "{\"id\":\"a\",\"o\":{\"x\":1,\"more\":[{\"deep\":1}]}}";
    List<Account> accounts = new ArrayList<>();

    if (goesOn) {
      assertThat(conform(contract, json, accounts).get("x"), is(1));
    } else {
      BadRecordException e =
          assertThrows(BadRecordException.class, () -> conform(contract, json, accounts));
      assertThat(e.reason(), is(Reason.UNKNOWN_FIELD));
      assertThat(e.detail(), containsString("\"more\""));
    }
    assertThat(accounts, hasSize(counted));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":7}             | WRONG_TYPE",
        "{\"id\":\"too long\"}  | OUT_OF_RANGE",
        "{\"n\":1}              | MISSING_VALUE",
        "{\"id\":\"a\",\"x\":1} | UNKNOWN_FIELD",
        "[]                     | MALFORMED",
        "{\"id\":\"a\"          | MALFORMED",
        "{\"id\":\"a\"} {}      | MALFORMED",
      })
  void everyRecordThatIsRefusedIsOneDiscardedRow(String json, Reason reason) {
    Contract contract =
        contract(
            "{\"name\":\"id\",\"type\":\"string\",\"maxBytes\":3}",
            "{\"name\":\"n\",\"type\":[\"null\",\"int\"]}");
    for (Contract.Mode mode : Contract.Mode.values()) {
      boolean isCounted = mode == Contract.Mode.DISCARD_ROW;
      if (reason == Reason.UNKNOWN_FIELD && !isCounted) {
        continue;
      }
      List<Account> accounts = new ArrayList<>();

      BadRecordException e =
          assertThrows(
              BadRecordException.class, () -> conform(contract.withMode(mode), json, accounts));

      assertThat(e.reason(), is(reason));
      assertThat(
          mode.name(), accounts, is(isCounted ? List.of(Account.DISCARDED_ROWS) : List.of()));
    }
  }

  @Test
  void aWrongValueIsDiscardedAndCountedWhereTheFieldCanBeNull() throws Exception {
    Contract contract =
        contract(
                "{\"name\":\"list\",\"type\":[\"null\",{\"type\":\"array\",\"items\":\"int\"}]}",
                "{\"name\":\"n\",\"type\":[\"null\",\"int\"]}",
                "{\"name\":\"id\",\"type\":\"string\"}")
            .withMode(Contract.Mode.DISCARD_VALUE);
    List<Account> accounts = new ArrayList<>();

    GenericRecord record =
        conform(contract, "{\"list\":[1,[{\"a\":[]}],3],\"n\":{\"a\":{}},\"id\":\"a\"}", accounts);

    assertThat(record.get("list"), is(nullValue()));
    assertThat(record.get("n"), is(nullValue()));
    assertThat(record.get("id"), is(new Utf8("a")));
    assertThat(accounts, contains(Account.DISCARDED_VALUES, Account.DISCARDED_VALUES));
    assertThrows(BadRecordException.class, () -> conform(contract, "{\"id\":7}"));
  }
}
