package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormatTest {
  private static final int RECORDS = 60_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/pages/*/items   | {\"pages\":[{\"items\":[1,2]},{\"items\":[]},{\"items\":[3]}]} | 1;2;3",
        "/pages/*/items   | {\"pages\":{\"a\":{\"items\":[1]},\"b\":{\"x\":7,\"items\":[2]}}} | 1;2",
        "/pages/*/items   | {\"pages\":[{},null,{\"items\":null},{\"items\":[3]}]}        | 3",
        "/pages/*/items   | {\"pages\":[]}                                                  | ",
        "/*               | [[1],[2,3]]                                                     | 1;2;3",
        "/*/*             | {\"a\":[[1],[2]],\"b\":{\"c\":[3]}}                             | 1;2;3",
        "/*/1             | [[[1],[2]],[[3]],[[4],[5]]]                                     | 2;5",
        "/a/1/b           | {\"x\":[9],\"a\":[0,{\"b\":[1]},{\"b\":[2]}]}                   | 1",
        "/é~1\\u0041      | {\"\\u00e9\\/\\\\u0041\":[1]}                                   | 1",
      })
  void aStarStandsForEveryElementAndEveryValue(String path, String body, String expected)
      throws Exception {
    List<String> records = expected == null ? List.of() : List.of(expected.split(";"));

    assertThat(Selected.of(RecordFormat.json(path), body).payloads(), is(records));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/pages/*/items   | {\"pages\":[{\"items\":[1]},{\"items\":{\"a\":2}}]}",
        "/pages/*/items   | {\"pages\":[{\"items\":[1]},7]}",
        "/pages/*/items   | {\"pages\":null}",
        "/pages/*/items   | {}",
        "/*/items         | [{\"items\":[1],\"items\":[2]}]",
        "/items           | {\"items\":[1],\"items\":[2]}",
        "/items           | {\"items\":null}",
        "/a/1             | {\"a\":[[1]]}",
        "/a/*             | {\"a\":[[1]",
        "/a/*             | {\"a\":[[1],]}",
        "/a/*             | {\"a\":[[1] [2]]}",
        "/a/*             | {\"a\":[[1]]:7}",
        "/a/*             | {\"a\" [[1]]}",
      })
  void aBodyWithAnythingElseAtThePlaceIsRefusedWhole(String path, String body) throws Exception {
    Selected selected = Selected.of(RecordFormat.json(path), body);

    assertThat(selected.records(), is(empty()));
    assertThat(selected.refused(), contains(body));
    assertThat(selected.rejections().get(0).reason(), is(Reason.MALFORMED));
    assertThat(selected.tally(), is(1L));
  }

  @Test
  void anObjectCanBeTheRecordItself() throws Exception {
    assertThat(
        Selected.of(RecordFormat.jsonObject(""), " {\"a\" : 1}\n").payloads(),
        contains("{\"a\" : 1}"));
    assertThat(
        Selected.of(RecordFormat.jsonObject("/d"), "{\"d\":{\"a\":[2]}}").payloads(),
        contains("{\"a\":[2]}"));
    assertThat(
        Selected.of(RecordFormat.jsonObject("/*"), "{\"x\":{\"a\":1},\"y\":null,\"z\":{}}")
            .payloads(),
        contains("{\"a\":1}", "{}"));
    assertThat(
        Selected.of(RecordFormat.jsonObject("/d"), "{\"d\":[{}]}").rejections().get(0).detail(),
        is("The body has no object at \"/d\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"f", "f/g", "*"})
  void aPathThatIsNoneIsRefusedWhereItIsGiven(String path) {
    assertThrows(IllegalArgumentException.class, () -> RecordFormat.json(path));
    assertThrows(IllegalArgumentException.class, () -> RecordFormat.jsonObject(path));
  }

  @Test
  void theFormatTellsItsSettings() {
    assertThat(RecordFormat.json("/f").equals(RecordFormat.json("/f")), is(true));
    assertThat(RecordFormat.json("/f").toString(), containsString("/f"));
    assertThat(
        RecordFormat.json("/f").toString().equals(RecordFormat.jsonObject("/f").toString()),
        is(false));
  }

  private static String large() {
    return IntStream.range(0, RECORDS)
        .mapToObj(i -> "{\"id\":%d,\"note\":\"%s\"}".formatted(i, "é".repeat(i % 200)))
        .collect(Collectors.joining(",\n", "{\"f\":[", "]}"));
  }

  @Test
  void aLargeBodyGivesTheSameRecordsAsASmallOne() throws Exception {
    byte[] body = large().getBytes(UTF_8);
    assertThat(body.length > SelectRecords.MAX_WHOLE_BYTES, is(true));

    Selected selected = Selected.of(RecordFormat.json("/f"), body);

    assertThat(selected.records(), hasSize(RECORDS));
    assertThat(selected.tally(), is((long) RECORDS));
    for (int i = 0; i < RECORDS; i++) {
      String expected = "{\"id\":%d,\"note\":\"%s\"}".formatted(i, "é".repeat(i % 200));
      SourceRecord record = selected.records().get(i);
      assertThat(new String(record.payload(), UTF_8).equals(expected), is(true));
      assertThat(record.origin().record() == i, is(true));
    }
  }

  @Test
  void aLargeBodyThatIsCutShortPutsOutNoRecord() throws Exception {
    String body = large();

    Selected selected = Selected.of(RecordFormat.json("/f"), body.substring(0, body.length() - 2));

    assertThat(selected.records(), is(empty()));
    assertThat(selected.rejections(), hasSize(1));
    assertThat(selected.rejections().get(0).payload().length, is(0));
    assertThat(selected.tally(), is(1L));
  }

  @Test
  void aRecordThatIsTooLongIsRefusedAndThoseAroundItAreNot() throws Exception {
    String longest = "\"" + "x".repeat(Slice.MAX_BYTES - 2) + "\"";
    String tooLong = "\"" + "x".repeat(Slice.MAX_BYTES - 1) + "\"";

    Selected selected = Selected.of(RecordFormat.json(""), "[1," + longest + "," + tooLong + ",4]");

    assertThat(selected.places(), contains(0L, 1L, 3L));
    assertThat(selected.payloads().get(1).equals(longest), is(true));
    Rejection rejection = selected.rejections().get(0);
    assertThat(rejection.reason(), is(Reason.TOO_LARGE));
    assertThat(
        rejection.detail(),
        is(
            "The record has 16777217 bytes, and at most 16777216 are allowed; the payload is its"
                + " beginning"));
    assertThat(
        new String(rejection.payload(), UTF_8).equals(tooLong.substring(0, 64 << 10)), is(true));
    assertThat(rejection.origin().record(), is(2L));
  }

  @Test
  void aBodyThatChangesBetweenTwoReadingsIsAnErrorAndNoRejection() {
    byte[] first = large().getBytes(UTF_8);
    Iterator<byte[]> readings = List.of(first, "{}".getBytes(UTF_8)).iterator();

    assertThrows(
        IOException.class,
        () -> Selected.of(RecordFormat.json("/f"), new Readings(first.length, readings)));
  }

  @Test
  void aBodyThatCannotBeReadIsAnErrorAndNoRejection() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("reset");
          }

          @Override
          public int read(byte[] target, int offset, int count) throws IOException {
            return read();
          }
        };
    Body body =
        new Body() {
          @Override
          public String sha256() {
            return "";
          }

          @Override
          public long length() {
            return 10;
          }

          @Override
          public InputStream open() {
            return broken;
          }
        };
    for (RecordFormat format :
        List.of(RecordFormat.json(""), RecordFormat.csv(), RecordFormat.xml("/a"))) {
      IOException e = assertThrows(IOException.class, () -> Selected.of(format, body));
      assertThat(e.getMessage(), is("reset"));
    }
  }

  @Test
  void theDetailNamesThePlaceOfTheBreakAndNotAWordOfTheBody() {
    BadRecordException e =
        assertThrows(
            BadRecordException.class,
            () ->
                RecordFormat.json("/f")
                    .select(Body.of("{\"f\":[secret]}".getBytes(UTF_8)), Selected.ORIGIN, r -> {}));
    assertThat(e.detail(), is("The body is not JSON: it breaks, or ends too early, at byte 7"));
  }

  /** A body that is something else every time. */
  private record Readings(long length, Iterator<byte[]> readings) implements Body {
    @Override
    public String sha256() {
      return "";
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(readings.next());
    }
  }
}
