package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.shape.Derive;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A number of a few characters can have more digits than there is memory for. */
@Timeout(60)
class ExtremeNumbersTest {
  private static final String DECIMAL =
      "{'type':'bytes','logicalType':'decimal','precision':5,'scale':2}";
  private static final String TIMESTAMP = "{'type':'long','logicalType':'timestamp-micros'}";

  private static Contract contract(String... fields) {
    return Contract.of(
        new Schema.Parser()
            .parse(
                "{'type':'record','name':'Thing','fields':[%s]}"
                    .formatted(String.join(",", fields))
                    .replace('\'', '"')));
  }

  private static String field(String type, String from) {
    String avro =
        switch (type) {
          case "decimal" -> DECIMAL;
          case "timestamp" -> TIMESTAMP;
          default -> "'" + type + "'";
        };
    return "{'name':'v','type':%s,'from':'%s'}".formatted(avro, from);
  }

  private static SourceRecord record(String json) {
    return SourceRecord.of(json.replace('\'', '"').getBytes(UTF_8), Origin.of("raw/part", 0, 0));
  }

  private static String read(Contract contract, SourceRecord record) {
    try {
      return told(Conform.to(contract).apply(record, account -> {}).conformed().get("v"));
    } catch (BadRecordException e) {
      return e.reason().name();
    }
  }

  private static String told(Object value) {
    if (!(value instanceof ByteBuffer buffer)) {
      return value.toString().replace("-0.0", "0.0");
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return new BigInteger(bytes).toString();
  }

  private static String readOfTree(Contract contract, SourceRecord record) {
    try {
      return read(contract, record.withDocument(record.tree()));
    } catch (BadRecordException e) {
      return e.reason().name();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "int,     1E-999999999,  OUT_OF_RANGE",
    "int,     1E+999999999,  OUT_OF_RANGE",
    "int,     1E-500000000,  OUT_OF_RANGE",
    "int,     -0E-999999999, 0",
    "long,    1E-999999999,  OUT_OF_RANGE",
    "long,    1E+999999999,  OUT_OF_RANGE",
    "long,    1E-500000000,  OUT_OF_RANGE",
    "long,    -0E-999999999, 0",
    "float,   1E-999999999,  0.0",
    "float,   1E+999999999,  OUT_OF_RANGE",
    "float,   1E-500000000,  0.0",
    "float,   -0E-999999999, 0.0",
    "double,  1E-999999999,  0.0",
    "double,  1E+999999999,  OUT_OF_RANGE",
    "double,  1E-500000000,  0.0",
    "double,  -0E-999999999, 0.0",
    "decimal, 1E-999999999,  OUT_OF_RANGE",
    "decimal, 1E+999999999,  OUT_OF_RANGE",
    "decimal, 1E-500000000,  OUT_OF_RANGE",
    "decimal, -0E-999999999, 0",
  })
  void aNumberWithAnExtremeExponentIsReadOrRefusedAtOnce(
      String type, String number, String expected) {
    Contract ofNumbers = contract(field(type, "number"));
    Contract ofTexts = contract(field(type, "text"));

    assertThat(read(ofNumbers, record("{'v':" + number + "}")), is(expected));
    assertThat(readOfTree(ofNumbers, record("{'v':" + number + "}")), is(expected));
    assertThat(read(ofTexts, record("{'v':'" + number + "'}")), is(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "epoch-seconds, 1E-999999999,  OUT_OF_RANGE",
    "epoch-seconds, 1E+999999999,  OUT_OF_RANGE",
    "epoch-seconds, 1E-500000000,  OUT_OF_RANGE",
    "epoch-seconds, -0E-999999999, 0",
    "epoch-millis,  1E-999999999,  OUT_OF_RANGE",
    "epoch-millis,  1E+999999999,  OUT_OF_RANGE",
    "epoch-millis,  -0E-999999999, 0",
    "epoch-micros,  1E-500000000,  OUT_OF_RANGE",
    "epoch-micros,  -0E-999999999, 0",
  })
  void aTimeWithAnExtremeExponentIsReadOrRefusedAtOnce(
      String from, String number, String expected) {
    Contract contract = contract(field("timestamp", from));

    assertThat(read(contract, record("{'v':" + number + "}")), is(expected));
    assertThat(readOfTree(contract, record("{'v':" + number + "}")), is(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1E-999999999", "1E+999999999", "1E-500000000", "-0E-999999999", "1E99999999999"})
  void aTextThatIsDerivedToADecimalIsReadOrRefusedAtOnce(String number) throws Exception {
    Contract contract =
        contract(
            "{'name':'text','type':'string'}",
            "{'name':'v','type':%s,'derive':'text'}".formatted(DECIMAL));
    SourceRecord record =
        Conform.to(contract).apply(record("{'text':'" + number + "'}"), account -> {});
    Derive derive = Derive.of(contract);

    if (number.startsWith("-0")) {
      assertThat(told(derive.apply(record, account -> {}).conformed().get("v")), is("0"));
    } else {
      assertThrows(BadRecordException.class, () -> derive.apply(record, account -> {}));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E-99999999999", "-1.5E-2147483648", "1E-2147483648"})
  void anExponentThatNoIntHoldsIsRefusedInATreeToo(String number) {
    Contract twice =
        contract(
            "{'name':'v','type':'string','from':'json'}",
            "{'name':'n','type':['null','double'],'path':'/v/0/n'}");
    SourceRecord record = record("{'v':[{'n':" + number + "}]}");

    assertThat(read(twice, record), is("OUT_OF_RANGE"));
    BadRecordException e = assertThrows(BadRecordException.class, record::tree);
    assertThat(e.reason(), is(Reason.OUT_OF_RANGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E99999999999", "1E-99999999999", "-1.5E+2147483648"})
  void anExponentThatNoIntHoldsIsRefusedInATextOfJson(String number) {
    Contract contract = contract("{'name':'v','type':'string','from':'json'}");

    assertThat(read(contract, record("{'v':[{'n':" + number + "}]}")), is("MALFORMED"));
  }
}
