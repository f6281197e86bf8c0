package dev.headrace.transforms.shape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.records.SourceRecord;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the tables, JSON is written with single quotes. */
class ReshapeTest {
  private static final Origin ORIGIN = Origin.of("raw/part", 0, 0);
  private static final Map<String, Reshape> RESHAPES =
      Map.ofEntries(
          Map.entry("nothing", Reshape.records()),
          Map.entry("rename", Reshape.records().rename("/a", "b")),
          Map.entry("rename deep", Reshape.records().rename("/o/x~1y/0/a", "b")),
          Map.entry("drop", Reshape.records().drop("/a", "/o/a")),
          Map.entry("keep", Reshape.records().keepOnly("/a", "/o/a")),
          Map.entry("keep both", Reshape.records().keepOnly("/o/a", "/o")),
          Map.entry("lift", Reshape.records().lift("/o")),
          Map.entry("flatten", Reshape.records().flatten("_")),
          Map.entry("flatten 1", Reshape.records().flatten(".", 1)),
          Map.entry("all", Reshape.records().lift("/o").rename("/a", "b").drop("/c").flatten("_")));

  private static SourceRecord record(String json) {
    return SourceRecord.of(json.replace('\'', '"').getBytes(UTF_8), ORIGIN);
  }

  private static String reshape(String name, String json) throws BadRecordException {
    Reshape reshape = SerializableUtils.clone(RESHAPES.get(name));
    SourceRecord after = reshape.apply(record(json), account -> {});
    assertThat("as it came", after.payload(), is(record(json).payload()));
    return Objects.requireNonNull(after.document()).toString().replace('"', '\'');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nothing     | {'a':1.50,'n':12345678901234567890.10} | {'a':1.50,'n':12345678901234567890.10}",
        "rename      | {'a':1,'c':2}                       | {'c':2,'b':1}",
        "rename      | {'a':null}                          | {'b':null}",
        "rename      | {'c':2}                             | {'c':2}",
        "rename      | {}                                  | {}",
        "rename deep | {'o':{'x/y':[{'a':1}]}}             | {'o':{'x/y':[{'b':1}]}}",
        "rename deep | {'o':{'x/y':[]}}                    | {'o':{'x/y':[]}}",
        "drop        | {'a':1,'o':{'a':1,'b':2},'c':[1]}   | {'o':{'b':2},'c':[1]}",
        "drop        | {'o':[1]}                           | {'o':[1]}",
        "keep        | {'a':1,'o':{'a':1,'b':2},'c':[1]}   | {'a':1,'o':{'a':1}}",
        "keep        | {'o':[{'b':1}],'c':1}               | {'o':[{'b':1}]}",
        "keep both   | {'o':{'a':1,'b':2},'c':3}           | {'o':{'a':1,'b':2}}",
        "lift        | {'o':{'a':1,'b':{'c':2}},'x':0}     | {'x':0,'a':1,'b':{'c':2}}",
        "lift        | {'o':{'o':1}}                       | {'o':1}",
        "lift        | {'o':null,'x':0}                    | {'x':0}",
        "lift        | {'x':0}                             | {'x':0}",
        "flatten     | {'a':{'b':{'c':1},'d':[{'e':2}]},'f':{}} | {'a_b_c':1,'a_d':[{'e':2}],'f':{}}",
        "flatten     | {}                                  | {}",
        "flatten 1   | {'a':{'b':{'c':1}},'d':2}           | {'a.b':{'c':1},'d':2}",
        "all         | {'o':{'a':{'x':1}},'c':2}           | {'b_x':1}",
      })
  void aRecordTakesTheShapeThatIsAskedFor(String name, String json, String expected)
      throws Exception {
    assertThat(reshape(name, json), is(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rename  | {'a':1,'b':2}         | MALFORMED  | the field \"b\" more than once",
        "lift    | {'o':{'a':1},'a':2}   | MALFORMED  | the field \"a\" more than once",
        "lift    | {'o':[1]}             | WRONG_TYPE | /o must be an object, but is array",
        "flatten | {'a':{'b':1},'a_b':2} | MALFORMED  | the field \"a_b\" more than once",
        "nothing | []                    | MALFORMED  | must be an object",
        "nothing | {'a':                 | MALFORMED  | is not JSON",
        "nothing | {'a':1} {}            | MALFORMED  | is not JSON",
        "nothing | {'a':1,'a':2}         | MALFORMED  | or has a field more than once",
      })
  void noFieldIsLostForAnother(String name, String json, Reason reason, String detail) {
    BadRecordException e = assertThrows(BadRecordException.class, () -> reshape(name, json));
    assertThat(e.reason(), is(reason));
    assertThat(e.detail(), containsString(detail));
  }

  @Test
  void aLineThatBeginsLikeUtf16OrUtf32IsRefusedAndBreaksNothing() {
    for (String line :
        new String[] {"\u0000{\u0000\u0000A", "\u0000\u0000\u0000{ABCD", "\u0000{\u0000}"}) {
      BadRecordException e = assertThrows(BadRecordException.class, () -> reshape("nothing", line));
      assertThat(e.reason(), is(Reason.MALFORMED));
    }
  }

  @Test
  void namesThatFlatteningWouldMakeManyTimesTheRecordAreRefused() {
    String opened = ("{'" + "n".repeat(3_000) + "':").repeat(100);
    String fields =
        IntStream.range(0, 1_000).mapToObj(i -> "'" + i + "':1").collect(joining(",", "{", "}"));

    BadRecordException e =
        assertThrows(
            BadRecordException.class, () -> reshape("flatten", opened + fields + "}".repeat(100)));

    assertThat(e.reason(), is(Reason.TOO_LARGE));
    assertThat(e.detail(), containsString("more than 16777216 characters"));
  }

  @Test
  void anEmptyPayloadIsRefused() {
    assertThrows(BadRecordException.class, () -> reshape("nothing", ""));
  }

  @Test
  void aDocumentOfAnotherStepIsLeftAsItIs() throws Exception {
    JsonNode document = new ObjectMapper().readTree("{\"a\":{\"b\":1}}");
    SourceRecord before = SourceRecord.of(new byte[0], ORIGIN, document);

    SourceRecord after =
        Reshape.records().rename("/a/b", "c").flatten("_").apply(before, account -> {});

    assertThat(document.toString(), is("{\"a\":{\"b\":1}}"));
    assertThat(String.valueOf(after.document()), is("{\"a_c\":1}"));
  }

  @Test
  void itsSettingsAreTold() {
    assertThat(
        Reshape.records()
            .rename("/a", "b")
            .drop("/c")
            .keepOnly("/d")
            .lift("/e")
            .flatten("_", 2)
            .toString(),
        is(
            "Reshape[Rename[field=/a, name=b], Drop[field=/c], Keep[fields=[/d]],"
                + " Lift[object=/e], Flatten[separator=_, depth=2]]"));
  }

  @Test
  void aSettingThatCannotBeMeantIsRefused() {
    Reshape reshape = Reshape.records();
    for (Runnable wrong :
        new Runnable[] {
          () -> reshape.rename("a", "b"),
          () -> reshape.rename("", "b"),
          () -> reshape.rename("/a", ""),
          () -> reshape.drop("a"),
          () -> reshape.keepOnly(),
          () -> reshape.lift(""),
          () -> reshape.flatten("_", 0)
        }) {
      assertThrows(IllegalArgumentException.class, wrong::run);
    }
  }
}
