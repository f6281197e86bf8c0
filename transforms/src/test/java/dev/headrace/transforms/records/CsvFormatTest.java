package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFormatTest {

  @Test
  void aRowKeepsItsBytesAndBecomesAnObjectOfTexts() throws Exception {
    Selected selected =
        Selected.of(
            RecordFormat.csv(),
            "\uFEFFid,name\r\n1,é\r\n\r\n\"2\",\"a \"\"b\"\",\r\nc\"\n3, x \n4,\"\"\n5,");

    assertThat(
        selected.payloads(),
        contains("1,é", "\"2\",\"a \"\"b\"\",\r\nc\"", "3, x ", "4,\"\"", "5,"));
    assertThat(
        selected.documents(),
        contains(
            "{\"id\":\"1\",\"name\":\"é\"}",
            "{\"id\":\"2\",\"name\":\"a \\\"b\\\",\\r\\nc\"}",
            "{\"id\":\"3\",\"name\":\" x \"}",
            "{\"id\":\"4\",\"name\":\"\"}",
            "{\"id\":\"5\",\"name\":null}"));
    assertThat(selected.places(), contains(12L, 20L, 38L, 44L, 49L));
    assertThat(selected.tally(), is(5L));
  }

  @Test
  void delimiterQuoteColumnsAndNullTextCanBeSet() throws Exception {
    RecordFormat format =
        RecordFormat.csv()
            .withDelimiter('\t')
            .withQuote('\'')
            .withColumns(List.of("a", "b"))
            .withNull("\\N");

    assertThat(
        Selected.of(format, "\\N\t'\\N'\n\t'x\ty'\n\"\t'it''s'\n").documents(),
        contains(
            "{\"a\":null,\"b\":\"\\\\N\"}",
            "{\"a\":\"\",\"b\":\"x\\ty\"}",
            "{\"a\":\"\\\"\",\"b\":\"it's\"}"));
    assertThat(format.toString(), containsString("\\N"));
  }

  @Test
  void rowsThatDoNotFitAreRefusedOneByOneAsTheyCame() throws Exception {
    Selected selected =
        Selected.of(RecordFormat.csv(), "a,b\n1\n1,2,3\n\"x\"y,2\n1\r2,3\n5,6\n\"7,8\n9,10\n");

    assertThat(selected.payloads(), contains("5,6"));
    assertThat(selected.refused(), contains("1", "1,2,3", "\"x\"y,2", "1\r2,3", "\"7,8\n9,10\n"));
    assertThat(selected.tally(), is(6L));
    assertThat(
        selected.rejections().stream().map(Rejection::detail).toList(),
        contains(
            "The row has 1 values, but there are 2 columns",
            "The row has 3 values, but there are 2 columns",
            "The row is not well-formed: a quote or a carriage return is out of place",
            "The row is not well-formed: a quote or a carriage return is out of place",
            "The row ends within quotes"));
    for (Rejection rejection : selected.rejections()) {
      assertThat(rejection.stage(), is(Stage.PARSE));
      assertThat(rejection.reason(), is(Reason.MALFORMED));
    }
  }

  @Test
  void aRowThatIsNotUtf8IsRefusedAndThoseAroundItAreNot() throws Exception {
    byte[] body = "a\n1\n?\n3\n".getBytes(UTF_8);
    body[4] = (byte) 0xC0;

    Selected selected = Selected.of(RecordFormat.csv(), body);

    assertThat(selected.payloads(), contains("1", "3"));
    assertThat(selected.rejections().get(0).detail(), is("The row is not UTF-8"));
    assertThat(selected.rejections().get(0).payload(), is(new byte[] {(byte) 0xC0}));
  }

  @Test
  void aRowThatIsTooLongIsRefusedAndThoseAroundItAreNot() throws Exception {
    String tooLong = "\"" + "x\n".repeat(Slice.MAX_BYTES / 2) + "\"";

    Selected selected = Selected.of(RecordFormat.csv(), "a\n1\n" + tooLong + "\n3\n");

    assertThat(selected.payloads(), contains("1", "3"));
    assertThat(selected.rejections().get(0).reason(), is(Reason.TOO_LARGE));
    assertThat(selected.rejections().get(0).payload().length, is(64 << 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b,a\n1,2,3", "a\rb\r1\r2", "\"a\n1\n2\n"})
  void aBodyWhoseFirstLineCannotNameColumnsIsRefusedWhole(String body) throws Exception {
    Selected selected = Selected.of(RecordFormat.csv(), body);

    assertThat(selected.records(), is(empty()));
    assertThat(selected.refused(), contains(body));
  }

  @Test
  void aBodyInAnotherEncodingIsRefusedWhole() throws Exception {
    byte[] body = "\uFEFFid,é\n1,2\n".getBytes(UTF_16LE);

    Selected selected = Selected.of(RecordFormat.csv(), body);

    assertThat(selected.records(), is(empty()));
    assertThat(selected.rejections().get(0).payload(), is(body));
  }

  @Test
  void aBodyOfNothingButColumnsHasNoRecords() throws Exception {
    assertThat(Selected.of(RecordFormat.csv(), "a,b\r\n").tally(), is(0L));
  }

  @Test
  void settingsThatCannotWorkAreRefusedWhereTheyAreMade() {
    CsvFormat csv = RecordFormat.csv();
    List<Function<CsvFormat, CsvFormat>> settings =
        List.of(
            format -> format.withDelimiter('"'),
            format -> format.withDelimiter('\n'),
            format -> format.withQuote('é'),
            format -> format.withColumns(List.of()),
            format -> format.withColumns(List.of("a", "a")));
    for (Function<CsvFormat, CsvFormat> setting : settings) {
      assertThrows(IllegalArgumentException.class, () -> setting.apply(csv));
    }
  }
}
