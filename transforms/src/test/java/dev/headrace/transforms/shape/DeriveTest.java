package dev.headrace.transforms.shape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.records.Conform;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeriveTest {
  private static final Origin ORIGIN = Origin.of("raw/part", 0, 0);
  private static final String TIMESTAMP = "{'type':'long','logicalType':'timestamp-micros'}";
  private static final String DATE = "{'type':'int','logicalType':'date'}";
  private static final String DECIMAL =
      "{'type':'bytes','logicalType':'decimal','precision':5,'scale':2}";
  private static final String LONGS = "{'type':'array','items':'long'}";
  private static final String SOURCE =
      String.join(
          ",",
          "{'name':'distance','type':'double'}",
          "{'name':'seconds','type':'long'}",
          "{'name':'mag','type':['null','double']}",
          "{'name':'place','type':['null','string']}",
          "{'name':'type','type':'string'}",
          "{'name':'ok','type':'boolean'}",
          "{'name':'price','type':" + DECIMAL + "}",
          "{'name':'raw','type':'bytes','from':'hex'}",
          "{'name':'time','type':" + TIMESTAMP + "}",
          "{'name':'day','type':" + DATE + "}",
          "{'name':'maybe','type':['null'," + TIMESTAMP + "]}",
          "{'name':'list','type':" + LONGS + "}",
          "{'name':'small','type':'int'}",
          "{'name':'half','type':'float'}");
  private static final String JSON =
      "{'distance':3.5,'seconds':7,'mag':null,'place':null,'type':'quake','ok':true,'price':1.50,"
          + "'raw':'6869','time':'2018-02-07T23:26:13.5Z','day':'2018-02-07','list':[1,2],"
          + "'small':3,'half':0.5}";

  private static String typeOf(String type) {
    boolean nullable = type.endsWith("?");
    String name = nullable ? type.substring(0, type.length() - 1) : type;
    String avro =
        switch (name) {
          case "timestamp" -> TIMESTAMP;
          case "date" -> DATE;
          case "decimal" -> DECIMAL;
          case "longs" -> LONGS;
          default -> "'" + name + "'";
        };
    return nullable ? "['null'," + avro + "]" : avro;
  }

  private static Contract contract(String... derived) {
    return Contract.of(
        new Schema.Parser()
            .parse(
                ("{'type':'record','name':'Thing','fields':["
                        + SOURCE
                        + ","
                        + String.join(",", derived)
                        + "]}")
                    .replace('\'', '"')));
  }

  private static String derived(String name, String type, String expression) {
    return "{'name':'%s','type':%s,'derive':'%s'}"
        .formatted(name, typeOf(type), expression.replace("'", "\\u0027"));
  }

  private static SourceRecord conformed(Contract contract) throws BadRecordException {
    SourceRecord record = SourceRecord.of(JSON.replace('\'', '"').getBytes(UTF_8), ORIGIN);
    return Conform.to(contract).apply(record, account -> {});
  }

  private static Object derive(Contract contract, String field, List<Account> counted)
      throws BadRecordException {
    Derive sent = SerializableUtils.clone(Derive.of(contract));
    return sent.apply(conformed(contract), counted::add).conformed().get(field);
  }

  private static String told(Object value) {
    if (!(value instanceof ByteBuffer buffer)) {
      return String.valueOf(value);
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return new BigInteger(bytes).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "double    | distance / 2.0                       | 1.75",
        "double    | distance / double(seconds)           | 0.5",
        "float     | distance                             | 3.5",
        "double    | half + 0.5                           | 1.0",
        "long      | seconds * 2 - small                  | 11",
        "int       | seconds / 2                          | 3",
        "int       | list[1]                              | 2",
        "int       | size(list)                           | 2",
        "boolean   | ok && seconds > 5                    | true",
        "string    | type + '!'                           | quake!",
        "string    | ok ? 'yes' : 'no'                    | yes",
        "string    | string(time.getFullYear())           | 2018",
        "string    | string(time).substring(0, 7)         | 2018-02",
        "int       | time.getMonth() + 1                  | 2",
        "int       | time.getDate('Europe/Berlin')        | 8",
        "date      | time                                 | 17569",
        "date      | time + duration('1h')                | 17570",
        "date      | day                                  | 17569",
        "timestamp | time                                 | 1518045973500000",
        "timestamp | day                                  | 1517961600000000",
        "string    | type.split('u').join(', ')           | q, ake",
        "string    | type.split('').join()                | quake",
        "string    | type.split('a').join() + [type].join()| qukequake",
        "decimal   | price                                | 150",
        "decimal   | 7                                    | 700",
        "string    | price                                | 1.50",
        "double    | double(price) * 2.0                  | 3.0",
        "bytes     | raw                                  | 26729",
        "longs     | list + [3]                           | [1, 2, 3]",
        "double?   | mag * 2.0                            | null",
        "string?   | string(mag)                          | null",
        "string?   | place + '!'                          | null",
        "int?      | maybe.getFullYear()                  | null",
        "double    | mag == null ? 0.0 : mag * 2.0        | 0.0",
        "string    | null != place ? place : 'nowhere'    | nowhere",
        "boolean   | maybe == null                        | true",
        "double?   | null != mag ? 1.0 : mag              | null",
      })
  void aFieldIsComputedFromOthers(String type, String expression, String expected)
      throws Exception {
    Contract contract = contract(derived("v", type, expression));
    assertThat(told(derive(contract, "v", new ArrayList<>())), is(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "long      | seconds / (small - 3)                | OUT_OF_RANGE  | v (derived) is divided by zero",
        "long      | seconds % (small - 3)                | OUT_OF_RANGE  | is divided by zero",
        "double    | distance / 0.0                       | OUT_OF_RANGE  | is no finite number",
        "long      | seconds * 9223372036854775807        | OUT_OF_RANGE  | is beyond what can be computed",
        "long      | int(distance * 1e30)                 | OUT_OF_RANGE  | is beyond what can be computed",
        "int       | seconds * 2147483647                 | OUT_OF_RANGE  | does not fit into 32 bits",
        "decimal   | seconds * 1000                       | OUT_OF_RANGE  | more digits than a decimal(5, 2)",
        "decimal   | price + '5'                          | OUT_OF_RANGE  | more digits than a decimal(5, 2)",
        "decimal   | type                                 | WRONG_TYPE    | is not a number",
        "int       | list[5]                              | OUT_OF_RANGE  | is beyond what can be computed",
        "string    | type.substring(0, 9)                 | OUT_OF_RANGE  | is beyond what can be computed",
        "int       | int(type)                            | WRONG_TYPE    | needs a text that cannot be converted",
        "timestamp | timestamp(type)                      | WRONG_TYPE    | needs a text that cannot be converted",
        "double    | mag * 2.0                            | MISSING_VALUE | v (derived) has no value",
        "double    | mag == null ? mag * 2.0 : 1.0        | MISSING_VALUE | needs a field that is null",
        "timestamp | maybe                                | MISSING_VALUE | has no value",
      })
  void aRecordWithoutAResultIsRefused(
      String type, String expression, Reason reason, String detail) {
    Contract contract = contract(derived("v", type, expression));
    BadRecordException e =
        assertThrows(BadRecordException.class, () -> derive(contract, "v", new ArrayList<>()));
    assertThat(e.reason(), is(reason));
    assertThat(e.detail(), containsString(detail));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "double | distance / duratoin   | there is no field duratoin, but [distance, seconds, mag",
        "double | distance / seconds    | found no matching overload for '_/_' applied to '(double, int)'",
        "double | seconds               | it gives int, and the field takes double",
        "int    | string(seconds)       | it gives string, and the field takes int",
        "date   | 'today'               | it gives string, and the field takes timestamp",
        "longs  | [1, 2.0]              | it gives list of a mixture of types, and the field takes list of int",
        "int    | null                  | it gives null, and the field takes int",
        "double | distance /            | mismatched input",
        "double | v + 1.0               | v is derived, and not before it",
        "boolean| type.matches('(a+)+b')| matches is not available",
        "string | type.replace('', type)| replace is not available",
        "string | type.split('').join(type)                | join takes no separator, or a text of at most 16 characters",
        "string | type.split('').join(ok ? ',' : type)     | join takes no separator, or a text of at most 16 characters",
        "string | type.split('').join('12345678901234567') | join takes no separator, or a text of at most 16 characters",
        "string | type.split('').join(',').split('').join(',') | join is not available for what is joined already",
        "string | join(type.split(''), type)               | found no matching overload",
        "int    | dyn(type)             | dyn is not available",
        "boolean| list.exists(x, x > 1) | there is no field x",
        "int    | size({'a':1})         | maps, messages and macros are not available",
        "int    | time.getHours('Mars') | getHours takes a time zone such as 'Europe/Berlin', but has 'Mars'",
        "int    | time.getHours(type)   | getHours takes a time zone",
        "int    | System.exit(1)        | there is no field System",
      })
  void anExpressionThatCannotBeRightIsRefusedAtOnce(
      String type, String expression, String message) {
    Contract contract = contract(derived("v", type, expression));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Derive.of(contract));
    assertThat(e.getMessage(), containsString(message));
    assertThat(
        e.getMessage(), containsString("The field v cannot be derived as \"" + expression + "\""));
  }

  @Test
  void anExpressionCanUseWhatIsDerivedBeforeIt() throws Exception {
    Contract contract =
        contract(derived("first", "long", "seconds + 1"), derived("v", "long", "first * 2"));
    assertThat(derive(contract, "v", new ArrayList<>()), is(16L));
  }

  @Test
  void aResultIsHeldToTheLimitsOfItsField() {
    Contract contract = contract("{'name':'v','type':'long','derive':'seconds','max':6}");
    BadRecordException e =
        assertThrows(BadRecordException.class, () -> derive(contract, "v", new ArrayList<>()));
    assertThat(e.detail(), containsString("is outside of -∞ to 6"));
  }

  @Test
  void aResultThatDoesNotFitIsDiscardedAndCountedWhereTheFieldCanBeNull() throws Exception {
    List<Account> counted = new ArrayList<>();
    Contract discarding =
        contract(derived("v", "long?", "seconds / (small - 3)"))
            .withMode(Contract.Mode.DISCARD_VALUE);
    assertThat(told(derive(discarding, "v", counted)), is("null"));
    assertThat(counted, contains(Account.DISCARDED_VALUES));

    counted.clear();
    Contract ofNull =
        contract(derived("v", "double?", "mag * 2.0")).withMode(Contract.Mode.DISCARD_VALUE);
    assertThat(told(derive(ofNull, "v", counted)), is("null"));
    assertThat("a null that follows from a null is no wrong value", counted, is(empty()));
  }

  @Test
  void aRecordWhoseValueCannotBeDerivedIsADiscardedRow() {
    for (String expression : List.of("100 / (seconds - 7)", "mag > 1.0 ? 1 : 2")) {
      List<Account> counted = new ArrayList<>();
      Contract discarding =
          contract(derived("v", "long", expression)).withMode(Contract.Mode.DISCARD_ROW);

      assertThrows(BadRecordException.class, () -> derive(discarding, "v", counted));

      assertThat(expression, counted, contains(Account.DISCARDED_ROWS));
    }
  }

  @Test
  void aFieldThatIsThereCanBeComputedAnew() throws Exception {
    Contract contract = contract(derived("v", "string", "type"));
    Derive derive =
        SerializableUtils.clone(Derive.field("place").as("place == null ? type : place"));
    SourceRecord before = conformed(contract);

    assertThat(derive.schemaAfter(contract.schema()), is(contract.schema()));
    SourceRecord after = derive.apply(before, account -> {});

    assertThat(told(after.conformed().get("place")), is("quake"));
    assertThat("the record that came is left", told(before.conformed().get("place")), is("null"));
    assertThat(derive.toString(), is("Derive{place=place == null ? type : place} TOLERATE"));
  }

  @Test
  void aFieldsExpressionIsCheckedAgainstTheSchemaWhenThePipelineIsBuilt() {
    Schema schema = contract(derived("v", "string", "type")).schema();
    assertThrows(IllegalArgumentException.class, () -> Derive.field("mag").as("1 +"));
    Derive ofText = Derive.field("mag").as("type");
    Derive ofNothing = Derive.field("nothing").as("type");
    assertThrows(IllegalArgumentException.class, () -> ofText.schemaAfter(schema));
    assertThrows(IllegalArgumentException.class, () -> ofNothing.schemaAfter(schema));
    assertThrows(IllegalArgumentException.class, () -> ofText.schemaAfter(null));
  }
}
