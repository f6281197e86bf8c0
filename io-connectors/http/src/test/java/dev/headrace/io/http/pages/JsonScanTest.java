package dev.headrace.io.http.pages;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.io.http.pages.JsonValue.Kind;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScanTest {
  private static final FetchRequest REQUEST = FetchRequest.get("source", "resource", "/items");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a small body and of a large one, which are read in two ways. */
  private static JsonValue at(String pointer, byte[] body) throws BadRecordException {
    JsonScan scan = JsonScan.of(List.of(pointer));
    JsonValue large = null;
    BadRecordException refused = null;
    try {
      large = scan.over(Answers.to(REQUEST, 200, Map.of(), padded(body))).at(pointer);
    } catch (BadRecordException e) {
      refused = e;
    }
    RawResponse small = Answers.to(REQUEST, 200, Map.of(), body);
    if (refused != null) {
      BadRecordException e = assertThrows(BadRecordException.class, () -> scan.over(small));
      assertThat(e.reason(), is(refused.reason()));
      throw refused;
    }
    assertThat(scan.over(small).at(pointer), is(large));
    return scan.over(small).at(pointer);
  }

  /** The body with so many spaces behind its byte order mark that it counts as large. */
  private static byte[] padded(byte[] body) {
    int mark = body.length > 2 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB ? 3 : 0;
    byte[] padded = new byte[body.length + (int) JsonScan.SMALL];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(body, 0, padded, 0, mark);
    System.arraycopy(body, mark, padded, mark + (int) JsonScan.SMALL, body.length - mark);
    return padded;
  }

  private static JsonValue at(String pointer, String body) throws BadRecordException {
    return at(pointer, body.getBytes(UTF_8));
  }

  private static void assertRefused(byte[] body) {
    BadRecordException e = assertThrows(BadRecordException.class, () -> at("/a", body));
    assertThat(e.reason(), is(Reason.MALFORMED));
    assertThat(e.detail(), containsString("not JSON"));
    assertThat("no word of the body", e.detail(), not(containsString("secret")));
  }

  @Test
  void everyValueIsFoundAsWhatItIs() throws BadRecordException {
    String body =
        "{\"a/b\":[0,{\"c\":\"t\"}],\"n\":null,\"t\":true,\"f\":1.50,\"o\":{},\"\":7,\"0\":\"zero\"}";

    assertThat(at("/a~1b/1/c", body), is(new JsonValue(Kind.TEXT, "t", 0)));
    assertThat(at("/a~1b/0", body), is(new JsonValue(Kind.WHOLE_NUMBER, "0", 0)));
    assertThat(at("/a~1b", body), is(JsonValue.array(2)));
    assertThat(at("/n", body), is(JsonValue.NULL));
    assertThat(at("/t", body), is(JsonValue.TRUE));
    assertThat(at("/f", body), is(new JsonValue(Kind.FRACTION, "1.50", 0)));
    assertThat(at("/o", body), is(JsonValue.OBJECT));
    assertThat(at("/", body), is(new JsonValue(Kind.WHOLE_NUMBER, "7", 0)));
    assertThat(at("/0", body), is(new JsonValue(Kind.TEXT, "zero", 0)));
    assertThat(at("/a~1b/2", body), is(JsonValue.MISSING));
    assertThat(at("", "[1,[2,3],{}]"), is(JsonValue.array(3)));
  }

  @Test
  void ofAKeyThatStandsTwiceTheLastHoldsWithAllBelowIt() throws BadRecordException {
    String body = "{\"a\":{\"b\":1,\"c\":[1]},\"a\":{\"b\":2}}";
    assertThat(at("/a/b", body).text(), is("2"));
    assertThat(at("/a/c", body), is(JsonValue.MISSING));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1",
        "{\"a\":1,\"secret\":[1,2}",
        "{\"a\":1}]",
        "{\"a\":1} secret",
        "{\"a\":1} {\"a\":2}",
        "{\"a\":1}\n{\"a\":",
        "{\"a\":1,\"b\":\"secret",
        "{\"a\":1,\"b\":nul}",
        "<html>secret</html>",
      })
  void aBodyThatBreaksAnywhereIsRefused(String body) {
    assertRefused(body.getBytes(UTF_8));
  }

  @Test
  void aBodyOfManyDocumentsOnLinesOfTheirOwnHasTheValuesOfTheFirst() throws BadRecordException {
    assertThat(at("/a", "{\"a\":1}\n{\"a\":2}\r\n[3]\n\n").text(), is("1"));
  }

  @Test
  void nothingIsFoundInAnEmptyBody() throws BadRecordException {
    JsonScan scan = JsonScan.of(List.of("/a"));
    for (String body : List.of("", "  \n")) {
      assertThat(scan.over(Answers.to(REQUEST, body)).isEmpty(), is(true));
    }
    RawResponse noContent = Answers.to(REQUEST, 204, Map.of(), "<none>".getBytes(UTF_8));
    assertThat(scan.over(noContent).isEmpty(), is(true));
    assertThat(scan.over(noContent).at("/a"), is(JsonValue.MISSING));
    assertThat(scan.over(Answers.to(REQUEST, "{}")).isEmpty(), is(false));
  }

  @Test
  void aByteOrderMarkIsSkipped() throws BadRecordException {
    assertThat(at("/a", "\uFEFF{\"a\":1}").text(), is("1"));
  }

  @Test
  void charactersThatAreNoneAreRefusedEvenWhereNobodyLooks() {
    for (byte broken : new byte[] {(byte) 0xFF, (byte) 0xC3, (byte) 0x80}) {
      byte[] body = "{\"a\":1,\"b\":\"x\"}".getBytes(UTF_8);
      body[12] = broken;
      assertRefused(body);
    }
  }

  @Test
  void anotherEncodingIsRefused() {
    assertRefused("{\"a\":1}".getBytes(UTF_16));
    assertRefused("{\"a\":1}".getBytes(UTF_16LE));
  }

  @Test
  void deepNestingIsRefusedAndNotFollowed() {
    for (String open : List.of("[", "{\"a\":", "{\"b\":")) {
      assertRefused(open.repeat(100_000).getBytes(UTF_8));
    }
  }

  @Test
  void hugeNumbersAreNoTrouble() throws BadRecordException {
    String huge = "9".repeat(5000);
    String body = "{\"b\":[%s,1e999999999,-%s.5],\"a\":%s}".formatted(huge, huge, huge);

    assertThat(at("/a", body).text(), is(huge));
    assertThat("no count", at("/a", body).count().isEmpty(), is(true));
  }

  @Test
  void aValueThatIsTooLongIsNotKept() throws BadRecordException {
    String longest = "x".repeat(JsonScan.MAX_LENGTH);
    assertThat(at("/a", "{\"a\":\"" + longest + "\"}").text(), is(longest));
    assertThat(at("/a", "{\"a\":\"" + longest + "x\"}"), is(JsonValue.TOO_LONG));
  }

  @Test
  void aBodyThatCannotBeReadAgainIsNoFaultOfTheData() {
    Body gone =
        new Body() {
          @Override
          public String sha256() {
            return "";
          }

          @Override
          public long length() {
            return 1;
          }

          @Override
          public InputStream open() throws IOException {
            throw new IOException("gone");
          }
        };
    RawResponse response =
        RawResponse.of(REQUEST, 200, Map.of(), gone, 1, 1, Instant.ofEpochMilli(0));
    JsonScan scan = JsonScan.of(List.of("/a"));

    assertThrows(UncheckedIOException.class, () -> scan.over(response));
  }

  @Test
  void theElementsOfAnArrayAreReadOneByOne() throws BadRecordException {
    RawResponse response =
        Answers.to(REQUEST, "{\"r\":[{\"k\":\"old\"}],\"x\":0,\"r\":[{\"k\":1},7,{\"k\":{}}]}");
    List<Found> elements = JsonScan.of(List.of("/k")).overElements(response, "/r");

    assertThat(
        elements.stream().map(found -> found.at("/k").kind()).toList(),
        is(List.of(Kind.WHOLE_NUMBER, Kind.MISSING, Kind.OBJECT)));
    BadRecordException e =
        assertThrows(
            BadRecordException.class,
            () -> JsonScan.of(List.of("/k")).overElements(response, "/x"));
    assertThat(e.detail(), is("There is no array at \"/x\""));
  }

  @Test
  void anyDocumentHasTheValuesThatATreeOfItHas() throws Exception {
    Random random = new Random(8901);
    for (int i = 0; i < 3000; i++) {
      JsonNode document = random(random, 4);
      byte[] body = JSON.writeValueAsBytes(document);
      List<String> pointers = new ArrayList<>(List.of(""));
      for (int j = 0; j < 8; j++) {
        pointers.add(randomPointer(random));
      }
      Found found = JsonScan.of(pointers).over(Answers.to(REQUEST, 200, Map.of(), body));

      for (String pointer : pointers) {
        assertSame(document.at(JsonPointer.compile(pointer)), found.at(pointer));
        if (i < 20) {
          assertThat("of a large body, too", at(pointer, body), is(found.at(pointer)));
        }
      }
    }
  }

  private static JsonNode random(Random random, int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    List<String> texts = List.of("", "é\u0000", "\"\\/", "\uD83D\uDE00");
    return switch (random.nextInt(depth == 0 ? 6 : 10)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextLong());
      case 3 -> nodes.numberNode(random.nextGaussian());
      case 4, 5 -> nodes.textNode(texts.get(random.nextInt(texts.size())));
      case 6, 7 -> {
        ArrayNode array = nodes.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(random(random, depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = nodes.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(randomName(random), random(random, depth - 1));
        }
        yield object;
      }
    };
  }

  private static String randomName(Random random) {
    return List.of("a", "b", "0", "1", "", "é").get(random.nextInt(6));
  }

  private static String randomPointer(Random random) {
    StringBuilder pointer = new StringBuilder();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      pointer.append('/').append(randomName(random));
    }
    return pointer.toString();
  }

  private static void assertSame(JsonNode expected, JsonValue value) {
    switch (expected.getNodeType()) {
      case MISSING -> assertThat(value, is(JsonValue.MISSING));
      case NULL -> assertThat(value, is(JsonValue.NULL));
      case BOOLEAN -> assertThat(value.isTrue(), is(expected.booleanValue()));
      case STRING -> assertThat(value, is(new JsonValue(Kind.TEXT, expected.textValue(), 0)));
      case ARRAY -> assertThat(value, is(JsonValue.array(expected.size())));
      case OBJECT -> assertThat(value, is(JsonValue.OBJECT));
      case NUMBER -> {
        assertThat(value.is(Kind.WHOLE_NUMBER), is(expected.isIntegralNumber()));
        assertThat(new BigDecimal(value.text()).compareTo(expected.decimalValue()), is(0));
      }
      default -> throw new AssertionError(expected);
    }
  }
}
