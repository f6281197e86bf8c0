package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the tables, text of JSON is written with single quotes around its strings. */
class CastsTest {
  private static final Origin ORIGIN = Origin.of("raw/part", 0, 0);

  private static Contract contract(String type, String properties) {
    String avro =
        switch (type) {
          case "timestamp" -> "{'type':'long','logicalType':'timestamp-micros'}";
          case "date" -> "{'type':'int','logicalType':'date'}";
          case "dec" -> "{'type':'bytes','logicalType':'decimal','precision':5,'scale':2}";
          case "dec19" -> "{'type':'bytes','logicalType':'decimal','precision':19}";
          default -> type.startsWith("{") ? type : "'" + type + "'";
        };
    String field =
        "{'name':'v','type':" + avro + (properties == null ? "" : "," + properties) + "}";
    return Contract.of(
        new Schema.Parser()
            .parse(
                ("{'type':'record','name':'Thing','fields':[" + field + "]}").replace('\'', '"')));
  }

  private static Object cast(String type, String properties, String value)
      throws BadRecordException {
    byte[] json = ("{'v':" + value + "}").replace('\'', '"').getBytes(UTF_8);
    Conform conform = Conform.to(contract(type, properties));
    Conform sent = SerializableUtils.clone(conform);
    SourceRecord record = SourceRecord.of(json, ORIGIN);
    Object read = sent.apply(record, account -> {}).conformed().get("v");
    SourceRecord tree = record.withDocument(record.tree());
    assertThat(
        "the same of a tree", sent.apply(tree, account -> {}).conformed().get("v"), is(read));
    return read;
  }

  private static String told(Object value, String type) {
    if (!(value instanceof ByteBuffer buffer)) {
      return value.toString();
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return type.startsWith("dec") ? new BigInteger(bytes).toString() : new String(bytes, UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "string    | 'from':'any'            | 1.50                        | 1.50",
        "string    | 'from':'any'            | 12345678901234567890123     | 12345678901234567890123",
        "string    | 'from':'any'            | true                        | true",
        "string    | 'from':'any'            | 'x'                         | x",
        "string    | 'from':'text'           | 'x'                         | x",
        "boolean   | 'from':'text'           | 'true'                      | true",
        "boolean   | 'from':'text'           | 'false'                     | false",
        "boolean   | 'from':'text','true':['Y','yes'],'false':['N'] | 'yes' | true",
        "boolean   | 'from':'any','true':['1'],'false':['0']        | 0     | false",
        "boolean   | 'from':'any'            | true                        | true",
        "int       | 'from':'text'           | '-7'                        | -7",
        "int       | 'from':'text'           | '7.0'                       | 7",
        "long      | 'from':'text'           | '9223372036854775807'       | 9223372036854775807",
        "long      | 'from':'text'           | '-9223372036854775808'      | -9223372036854775808",
        "long      | 'from':'text'           | '5e3'                       | 5000",
        "long      |                         | 5e3                         | 5000",
        "long      |                         | 9007199254740993.0          | 9007199254740993",
        "double    | 'from':'text'           | '-0.1e-3'                   | -1.0E-4",
        "float     | 'from':'text'           | '0.5'                       | 0.5",
        "double    | 'from':'text','min':1   | '1'                         | 1.0",
        "float     | 'max':0.1               | 0.1                         | 0.1",
        "float     | 'min':0.7               | 0.7                         | 0.7",
        "double    | 'min':0.1,'max':0.1     | 0.1                         | 0.1",
        "long      | 'max':9007199254740993  | 9007199254740993            | 9007199254740993",
        "long      | 'min':-9007199254740993 | -9007199254740993           | -9007199254740993",
        "long      | 'min':-0.5,'max':0.5    | 0                           | 0",
        "long      | 'max':1e30              | 9223372036854775807         | 9223372036854775807",
        "int       | 'min':7                 | 7                           | 7",
        "dec       |                         | 123.45                      | 12345",
        "dec       |                         | 1.5                         | 150",
        "dec       |                         | 7                           | 700",
        "dec       |                         | 1.5000                      | 150",
        "dec       |                         | 1e2                         | 10000",
        "dec       |                         | 0e999999                    | 0",
        "dec       |                         | -999.99                     | -99999",
        "dec       | 'from':'text'           | '-0.01'                     | -1",
        "dec       | 'min':-1,'max':1.01     | 1.01                        | 101",
        "dec19     |                         | 9223372036854775807         | 9223372036854775807",
        "dec19     |                         | -9223372036854775808        | -9223372036854775808",
        "bytes     | 'from':'base64'         | 'aGk='                      | hi",
        "bytes     | 'from':'hex'            | '6869'                      | hi",
        "bytes     | 'from':'hex'            | '6A6a'                      | jj",
        "timestamp | 'from':'epoch-seconds'  | -1                          | -1000000",
        "timestamp | 'from':'epoch-seconds'  | 1517966773.1234567          | 1517966773123456",
        "timestamp | 'from':'epoch-seconds'  | -0.0000001                  | -1",
        "timestamp | 'from':'epoch-millis'   | 5                           | 5000",
        "timestamp | 'from':'epoch-micros'   | 5                           | 5",
        "timestamp |                         | '1970-01-01T00:00:00.0000019Z'  | 1",
        "timestamp |                         | '1969-12-31T23:59:59.9999999Z'  | -1",
        "timestamp |                         | '9999-12-31T23:59:59Z'      | 253402300799000000",
        "timestamp |                         | '1970-01-01t01:00+01:00'    | 0",
        "timestamp | 'zone':'Europe/Berlin'  | '1970-01-01T01:00:00'       | 0",
        "timestamp | 'zone':'Europe/Berlin'  | '1970-01-02'                | 82800000000",
        "timestamp | 'zone':'Europe/Berlin'  | '1970-01-01T00:00:00Z'      | 0",
        "timestamp | 'zone':'Europe/Berlin'  | '2018-10-28T02:30:00'       | 1540686600000000",
        "timestamp | 'from':'pattern:yyyy-MM-dd HH:mm:ss','zone':'UTC' | '1970-01-01 00:00:01' | 1000000",
        "timestamp | 'from':'pattern:dd/MM/uuuu','zone':'Europe/Berlin' | '02/01/1970' | 82800000000",
        "timestamp | 'from':'pattern:yyyy-MM-dd HH:mm:ssXXX' | '1970-01-01 01:00:00+01:00' | 0",
        "timestamp | 'from':'pattern:yyyy-MM-dd HH:mm:ss[XXX]','zone':'+01:00' | '1970-01-01 01:00:00' | 0",
        "date      |                         | '2018-02-07'                | 17569",
        "date      |                         | '2018-02-07T23:30:00Z'      | 17569",
        "date      |                         | '2018-02-07T23:30:00-01:00' | 17570",
        "date      | 'zone':'Europe/Berlin'  | '2018-02-07T23:30:00Z'      | 17570",
        "date      | 'zone':'Europe/Berlin'  | '2018-02-07T23:30:00'       | 17569",
        "date      | 'from':'epoch-seconds'  | -1                          | -1",
        "date      | 'from':'epoch-seconds','zone':'Europe/Berlin' | -1    | 0",
        "date      | 'from':'pattern:dd.MM.yyyy' | '07.02.2018'            | 17569",
        "date      | 'from':'pattern:yyyyMMdd'   | '20180207'              | 17569",
        "date      | 'from':'pattern:yyyy-MM-dd HH:mm' | '2018-02-07 23:30' | 17569",
        "{'type':'array','items':'long'} | 'from':'text','split':',' | '7,8' | [7, 8]",
        "{'type':'array','items':'long'} | 'from':'text'             | ['7'] | [7]",
      })
  void aValueTakesTheFieldsTypeInTheWayTheContractSays(
      String type, String properties, String value, String expected) throws Exception {
    assertThat(told(cast(type, properties, value), type), is(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "string    | 'from':'any'            | []                  | WRONG_TYPE",
        "string    | 'from':'any','maxBytes':2 | 100               | OUT_OF_RANGE",
        "boolean   | 'from':'text'           | true                | WRONG_TYPE",
        "boolean   | 'from':'text'           | 'TRUE'              | WRONG_TYPE",
        "boolean   | 'from':'text','true':['Y'],'false':['N'] | 'true' | WRONG_TYPE",
        "long      | 'from':'text'           | 7                   | WRONG_TYPE",
        "long      | 'from':'text'           | ''                  | WRONG_TYPE",
        "long      | 'from':'text'           | ' 7'                | WRONG_TYPE",
        "long      | 'from':'text'           | '+7'                | WRONG_TYPE",
        "long      | 'from':'text'           | '007'               | WRONG_TYPE",
        "long      | 'from':'text'           | '1,000'             | WRONG_TYPE",
        "long      | 'from':'text'           | '0x10'              | WRONG_TYPE",
        "long      | 'from':'text'           | '\\u0667'           | WRONG_TYPE",
        "long      | 'from':'text'           | '7.5'               | WRONG_TYPE",
        "long      | 'from':'text'           | '9223372036854775808' | OUT_OF_RANGE",
        "long      | 'from':'text'           | '1e999999999'       | OUT_OF_RANGE",
        "long      | 'from':'text'           | '1e99999999999'     | OUT_OF_RANGE",
        "long      |                         | 1e999999999         | OUT_OF_RANGE",
        "int       | 'from':'text'           | '2147483648'        | OUT_OF_RANGE",
        "double    | 'from':'text'           | 'NaN'               | WRONG_TYPE",
        "double    | 'from':'text'           | '1d'                | WRONG_TYPE",
        "double    | 'from':'text'           | '.5'                | WRONG_TYPE",
        "double    | 'from':'text'           | '1e999'             | OUT_OF_RANGE",
        "double    | 'from':'text','max':1   | '2'                 | OUT_OF_RANGE",
        "float     | 'max':0.1               | 0.10000001          | OUT_OF_RANGE",
        "long      | 'max':9007199254740992  | 9007199254740993    | OUT_OF_RANGE",
        "long      | 'min':-9007199254740992 | -9007199254740993   | OUT_OF_RANGE",
        "long      | 'max':9223372036854775806 | 9223372036854775807 | OUT_OF_RANGE",
        "long      | 'min':-0.5              | -1                  | OUT_OF_RANGE",
        "long      | 'max':0.5               | 1                   | OUT_OF_RANGE",
        "int       | 'min':7                 | 6                   | OUT_OF_RANGE",
        "dec       |                         | 1.505               | OUT_OF_RANGE",
        "dec       |                         | 1000                | OUT_OF_RANGE",
        "dec       |                         | 1e999999999         | OUT_OF_RANGE",
        "dec       |                         | 1e-999999999        | OUT_OF_RANGE",
        "dec       |                         | '1.50'              | WRONG_TYPE",
        "dec       | 'from':'text'           | 1.50                | WRONG_TYPE",
        "dec       | 'from':'text'           | '1,5'               | WRONG_TYPE",
        "dec       | 'max':1.01              | 1.02                | OUT_OF_RANGE",
        "dec19     |                         | 9223372036854775808 | OUT_OF_RANGE",
        "bytes     | 'from':'base64'         | 'a b='              | WRONG_TYPE",
        "bytes     | 'from':'hex'            | '6'                 | WRONG_TYPE",
        "bytes     | 'from':'hex','maxBytes':1 | '6869'            | OUT_OF_RANGE",
        "timestamp | 'from':'epoch-seconds'  | '1'                 | WRONG_TYPE",
        "timestamp | 'from':'epoch-seconds'  | 1e30                | OUT_OF_RANGE",
        "timestamp | 'from':'epoch-seconds'  | 9223372036854775807 | OUT_OF_RANGE",
        "timestamp | 'from':'epoch-millis'   | 0.5                 | WRONG_TYPE",
        "timestamp |                         | '2018-02-07'        | WRONG_TYPE",
        "timestamp |                         | '2018-02-07T01:26:13' | WRONG_TYPE",
        "timestamp |                         | '2018-02-29T01:26:13Z' | WRONG_TYPE",
        "timestamp |                         | '2018-02-07T24:00:00Z' | WRONG_TYPE",
        "timestamp |                         | 7                   | WRONG_TYPE",
        "timestamp |                         | '+999999999-01-01T00:00:00Z' | OUT_OF_RANGE",
        "timestamp | 'zone':'Europe/Berlin'  | '2018-03-25T02:30:00' | OUT_OF_RANGE",
        "timestamp | 'from':'pattern:yyyy-MM-dd HH:mm:ss','zone':'UTC' | '2018-02-30 00:00:00' | WRONG_TYPE",
        "timestamp | 'from':'pattern:yyyy-MM-dd HH:mm:ss','zone':'UTC' | '2018-02-07 00:00:00 ' | WRONG_TYPE",
        "timestamp | 'from':'pattern:yyyy-MM-dd HH:mm:ss[XXX]','zone':'UTC' | '2018-2-7 00:00:00' | WRONG_TYPE",
        "date      |                         | '2018-02-30'        | WRONG_TYPE",
        "date      |                         | '2018-02-07T01:26:13' | WRONG_TYPE",
        "date      | 'from':'pattern:dd.MM.yyyy' | '30.02.2018'    | WRONG_TYPE",
      })
  void aValueThatIsWrittenOtherwiseIsRefusedAndNotTold(
      String type, String properties, String value, Reason reason) {
    BadRecordException e =
        assertThrows(BadRecordException.class, () -> cast(type, properties, value));
    assertThat(e.reason(), is(reason));
    assertThat(e.detail(), containsString("v (/v) "));
    if (value.length() > 8) {
      assertThat(e.detail(), not(containsString(value.replace("'", ""))));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "string    | 'maxByte':7       | The field v has the property \"maxByte\", and it can have derive, from, maxBytes, path and any that begins with x-",
        "int       | 'maxBytes':7      | The field v has the property \"maxBytes\", and it can have derive, from, max, min, path and any",
        "string    | 'split':','       | \"split\", and it can have",
        "int       | 'zone':'UTC'      | \"zone\", and it can have",
        "{'type':'long','min':7} |     | The type of the field v has the property \"min\", and it can have",
        "{'type':'array','items':{'type':'long','from':'text'}} | | The type of the field v has the property \"from\"",
        "string    | 'from':'number'   | must be text, any or json, but is \"number\"",
        "long      | 'from':'any'      | must be number or text, but is \"any\"",
        "long      | 'from':7          | must be a text, but is 7",
        "long      | 'min':1e30        | \"min\" of the field v must be at most 9223372036854775807, but is 1.0E30",
        "int       | 'max':-1e30       | \"max\" of the field v must be at least -9223372036854775808, but is -1.0E30",
        "string    | 'maxBytes':0      | must be a whole number of at least 1, but is 0",
        "string    | 'maxBytes':1.5    | must be a whole number of at least 1, but is 1.5",
        "boolean   | 'from':'yes'      | must be boolean, text or any, but is \"yes\"",
        "boolean   | 'true':['Y'],'false':['N'] | must be text or any where \"true\" and \"false\" are given",
        "boolean   | 'from':'text','true':['Y'] | given where \"true\" is, with other texts, but is null",
        "boolean   | 'from':'text','true':['Y'],'false':['Y'] | given where \"true\" is, with other texts, but is [Y]",
        "boolean   | 'from':'text','true':'Y','false':'N' | must be a list of texts, but is \"Y\"",
        "bytes     |                   | \"from\" of the field v must be base64 or hex, but is null",
        "timestamp | 'zone':'Mars'     | must be a time zone such as Europe/Berlin, but is \"Mars\"",
        "timestamp | 'from':'epoch-millis','zone':'UTC' | which has no zone, but is \"UTC\"",
        "timestamp | 'from':'pattern:yyyy-MM-dd' | \"zone\" of the field v must be given, since the pattern tells no offset, but is null",
        "timestamp | 'from':'pattern:yyyy-MM','zone':'UTC' | must be a pattern that tells a day",
        "timestamp | 'from':'pattern:yyyy-MM-dd hh:mm','zone':'UTC' | must be a pattern that tells a day",
        "date      | 'from':'pattern:dd.MM.yyyy{' | must be a pattern of java.time",
        "{'type':'long','logicalType':'timestamp-micro'} | | has the type",
        "{'type':'bytes','logicalType':'decimal'} | | decimal (of bytes, with precision and scale)",
        "{'type':'bytes','logicalType':'decimal','precision':39} | | is a decimal(39, 0), and at most 38 digits",
        "{'type':'bytes','logicalType':'decimal','precision':38,'scale':38} | | is a decimal(38, 38), and at most 38 digits, 37",
        "string    | 'derive':'a','path':'/b' | \"path\", and it can have derive, maxBytes and any that begins with x-",
      })
  void aContractThatCouldNotBeMeantIsRefused(String type, String properties, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> contract(type, properties));
    assertThat(e.getMessage(), containsString(message));
  }

  @Test
  void propertiesOfOnesOwnBeginWithX() throws Exception {
    assertThat(cast("long", "'x-owner':'seismology'", "7"), is(7L));
  }

  @Test
  void aFieldThatIsDerivedIsNotReadAndMayBeRequired() throws Exception {
    SourceRecord record = SourceRecord.of("{\"v\":7}".getBytes(UTF_8), ORIGIN);
    Contract contract = contract("string", "'derive':'1 + 1'");

    Object read = Conform.to(contract).apply(record, account -> {}).conformed().get("v");

    assertThat(contract.derived().toString(), is("{v=1 + 1}"));
    assertThat(String.valueOf(read), is("null"));
  }
}
