package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.failures.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlFormatTest {
  private static final RecordFormat ENTRIES = RecordFormat.xml("/feed/entry");

  @Test
  void anElementKeepsItsBytesAndBecomesAnObject() throws Exception {
    String body =
        "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<feed xmlns:g='urn:g'><!-- 𝄞 -->"
            + "<title>no entry</title>\r\n"
            + "<entry id='é'>\r\n <g:x a=\"1\">t &amp; <![CDATA[<u>]]></g:x> <l>1</l><l/><l>3</l>\r\n</entry>"
            + "<entry/>𝄞<entry>text</entry ><other><entry/></other></feed>\n";

    Selected selected = Selected.of(ENTRIES, body);

    assertThat(
        selected.payloads(),
        contains(
            "<entry id='é'>\r\n <g:x a=\"1\">t &amp; <![CDATA[<u>]]></g:x> <l>1</l><l/><l>3</l>\r\n</entry>",
            "<entry/>",
            "<entry>text</entry >"));
    assertThat(
        selected.documents(),
        contains(
            "{\"@id\":\"é\",\"g:x\":{\"@a\":\"1\",\"#text\":\"t & <u>\"},\"l\":[\"1\",\"\",\"3\"]}",
            "{}",
            "{\"#text\":\"text\"}"));
    assertThat(selected.places(), contains(0L, 1L, 2L));
    assertThat(selected.tally(), is(3L));
  }

  @Test
  void aPathIsOfNamesFromTheRootOn() throws Exception {
    String body = "<a><b><c>1</c></b><x><c>2</c></x><b><c>3</c><d><c>4</c></d></b><c>5</c></a>";

    assertThat(
        Selected.of(RecordFormat.xml("/a/b/c"), body).payloads(), contains("<c>1</c>", "<c>3</c>"));
    assertThat(
        Selected.of(RecordFormat.xml("/a/*/c"), body).payloads(),
        contains("<c>1</c>", "<c>2</c>", "<c>3</c>"));
    assertThat(Selected.of(RecordFormat.xml("/a"), body).payloads(), contains(body));
    assertThat(Selected.of(RecordFormat.xml("/a/n"), body).tally(), is(0L));
  }

  @Test
  void elementsOfEveryLengthAreFoundWhereverABufferEnds() throws Exception {
    Random random = new Random(11);
    List<String> expected = new ArrayList<>();
    StringBuilder body = new StringBuilder("<feed>");
    for (int i = 0; i < 2_000; i++) {
      String text = "aé€𝄞".repeat(random.nextInt(i % 50 == 0 ? 40_000 : 40));
      String element = "<entry n='" + i + "'>" + text + "</entry>";
      expected.add(element);
      body.append(element).append(random.nextBoolean() ? "\r\n" : "<!--é-->");
    }

    Selected selected = Selected.of(ENTRIES, body.append("</feed>").toString());

    assertThat(selected.payloads().equals(expected), is(true));
  }

  @Test
  void aLargeBodyIsReadTwiceAndCutShortPutsOutNoRecord() throws Exception {
    String body = "<feed>" + ("<entry>" + "x".repeat(200) + "</entry>").repeat(45_000) + "</feed>";
    assertThat(body.length() > SelectRecords.MAX_WHOLE_BYTES, is(true));

    assertThat(Selected.of(ENTRIES, body).records(), hasSize(45_000));
    Selected cut = Selected.of(ENTRIES, body.substring(0, body.length() - 1));
    assertThat(cut.records(), is(empty()));
    assertThat(cut.rejections(), hasSize(1));
  }

  @Test
  void aRecordThatIsTooLongIsRefusedAndThoseAroundItAreNot() throws Exception {
    String tooLong = "<entry>" + "x".repeat(Slice.MAX_BYTES) + "</entry>";

    Selected selected =
        Selected.of(ENTRIES, "<feed><entry/>" + tooLong + "<entry>3</entry></feed>");

    assertThat(selected.payloads(), contains("<entry/>", "<entry>3</entry>"));
    Rejection rejection = selected.rejections().get(0);
    assertThat(rejection.reason(), is(Reason.TOO_LARGE));
    assertThat(rejection.detail(), containsString("has 16777231 bytes"));
    assertThat(
        new String(rejection.payload(), UTF_8).equals(tooLong.substring(0, 64 << 10)), is(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE feed [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><feed><entry>&b;</entry></feed>",
        "<!DOCTYPE feed SYSTEM 'file:///etc/hostname'><feed><entry/></feed>",
        "<feed><entry>&unknown;</entry></feed",
        "<feed><entry></feed>",
        "<feed><entry/></feed><feed/>",
        "<other><entry/></other>",
        "<?xml version='1.0' encoding='iso-8859-1'?><feed><entry/></feed>",
        "<feed><entry>\u0001</entry></feed>",
        "{\"feed\":[]}",
        "not XML",
      })
  void aBodyThatIsNotWholeAndPlainIsRefusedWhole(String body) throws Exception {
    Selected selected = Selected.of(ENTRIES, body);

    assertThat(selected.records(), is(empty()));
    assertThat(selected.refused(), contains(body));
    assertThat(selected.rejections().get(0).detail(), not(containsString("hostname")));
    assertThat(selected.tally(), is(1L));
  }

  @Test
  void anEntityOfNobodysIsRefused() throws Exception {
    Selected selected = Selected.of(ENTRIES, "<feed><entry>&unknown;</entry></feed>");

    assertThat(selected.records(), is(empty()));
    assertThat(selected.rejections(), hasSize(1));
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() throws Exception {
    assertThat(
        Selected.of(ENTRIES, "<feed><entry/></feed>".getBytes(UTF_16)).records(), is(empty()));
    assertThat(
        Selected.of(ENTRIES, "<feed>é<entry/></feed>".getBytes(StandardCharsets.ISO_8859_1))
            .records(),
        is(empty()));
  }

  @Test
  void whatWouldTakeUnboundedMemoryIsRefused() throws Exception {
    List<String> bodies =
        List.of(
            "<feed>" + "<a>".repeat(100_000),
            "<feed><!--" + "x".repeat(2 << 20) + "--><entry/></feed>",
            "<feed><" + "x".repeat(2 << 20) + "/><entry/></feed>",
            "<feed><entry a='" + "x".repeat(1 << 20) + "'/></feed>",
            "<feed><entry>" + "<a/>".repeat(100_001) + "</entry></feed>");
    for (String body : bodies) {
      Selected selected = Selected.of(ENTRIES, body);
      assertThat(selected.records(), is(empty()));
      assertThat(selected.rejections(), hasSize(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "feed", "/", "/feed/", "//feed", "/feed/@id"})
  void aPathThatIsNoneIsRefusedWhereItIsGiven(String path) {
    assertThrows(IllegalArgumentException.class, () -> RecordFormat.xml(path));
  }
}
