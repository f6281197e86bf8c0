package dev.headrace.transforms.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReusedParserTest {
  private static final List<String> TEXTS =
      List.of(
          "{\"a\":1,\"text\":\"ğ\\n😀\",\"deep\":[[{\"b\":-2.5e3}]],\"none\":null}",
          "{\"a\":[1,2",
          "{\"cut\":\"in a tex",
          "{\"a\":tru",
          "",
          "   ",
          "12",
          "[1] [2]",
          "{\"a\":1}}",
          "{\"a\" 1}",
          "{\"number\":123456789012345678901234567890.5}",
          "{\"a\":\"" + "long ".repeat(3_000) + "\"}",
          "{\"" + "name".repeat(200) + "\":false}",
          "\u0000",
          "{\"a\":\"\ud800\"}");

  /** The tokens up to the end or the first error, of which only that there is one is told. */
  private static List<String> tokens(JsonParser json) {
    List<String> tokens = new ArrayList<>();
    try (json) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        String text = token.isNumeric() ? json.getDecimalValue().toString() : json.getText();
        tokens.add(token + " " + text + " " + json.getParsingContext().getNestingDepth());
      }
    } catch (IOException e) {
      tokens.add("error");
    }
    return tokens;
  }

  @Test
  void readsEveryTextAfterEveryOtherAsAParserOfItsOwnDoes() throws IOException {
    ReusedParser reused = new ReusedParser(Conform.JSON);
    for (String before : TEXTS) {
      for (String text : TEXTS) {
        tokens(reused.read(before.getBytes(UTF_8)));
        List<String> expected = tokens(Conform.JSON.createParser(text.getBytes(UTF_8)));
        assertThat(
            before + " and then " + text, tokens(reused.read(text.getBytes(UTF_8))), is(expected));
      }
    }
  }

  @Test
  void aTextThatIsLeftHalfReadDoesNotShowInTheNext() throws IOException {
    ReusedParser reused = new ReusedParser(Conform.JSON);
    try (JsonParser json = reused.read(TEXTS.get(0).getBytes(UTF_8))) {
      for (int i = 0; i < 9; i++) {
        json.nextToken();
      }
    }

    assertThat(
        tokens(reused.read("{}".getBytes(UTF_8))),
        is(List.of("START_OBJECT { 1", "END_OBJECT } 0")));
  }

  @Test
  void saysSoWhenItHasSeenTooManyNames() throws IOException {
    ReusedParser reused = new ReusedParser(Conform.JSON);
    int texts = 0;
    while (!reused.isFull() && texts < 10_000) {
      tokens(reused.read(("{\"name " + texts++ + "\":1}").getBytes(UTF_8)));
    }

    assertThat(texts, is(6_001));
  }

  /** The string after {@code ["}, as it is looked at and as it is read then. */
  private static List<String> value(String text) throws IOException {
    ReusedParser reused = new ReusedParser(Conform.JSON);
    try (JsonParser json = reused.read(text.getBytes(UTF_8))) {
      json.nextToken();
      json.nextToken();
      byte[] seen = reused.asciiValue();
      return List.of(seen == null ? "null" : new String(seen, UTF_8), json.getText());
    }
  }

  @Test
  void theBytesOfAValueAreItsCharactersIfAllAreAsciiAndNoneIsEscaped() throws IOException {
    assertThat(value("[\"\"]"), is(List.of("", "")));
    assertThat(value("[\"plain ~ text\",2]"), is(List.of("plain ~ text", "plain ~ text")));
    assertThat(value("[\"\\u0041\"]"), is(List.of("null", "A")));
    assertThat(value("[\"says \\\"no\\\"\"]"), is(List.of("null", "says \"no\"")));
    assertThat(value("[\"é\"]"), is(List.of("null", "é")));
    assertThat(value("[12]"), is(List.of("null", "12")));
  }

  @Test
  void aValueThatHasBeenLookedAtIsReadOnBehindIt() throws IOException {
    ReusedParser reused = new ReusedParser(Conform.JSON);
    try (JsonParser json = reused.read("[\"a\",7]".getBytes(UTF_8))) {
      json.nextToken();
      json.nextToken();
      assertThat(reused.asciiValue(), is("a".getBytes(UTF_8)));
      assertThat(reused.asciiValue(), is("a".getBytes(UTF_8)));
      assertThat(json.nextToken(), is(JsonToken.VALUE_NUMBER_INT));
      assertThat(reused.asciiValue() == null, is(true));
    }
  }

  @Test
  void aValueThatDoesNotEndOrHoldsAControlCharacterIsLeftToTheParser() throws IOException {
    for (String text : List.of("[\"cut", "[\"a\nb\"]")) {
      ReusedParser reused = new ReusedParser(Conform.JSON);
      try (JsonParser json = reused.read(text.getBytes(UTF_8))) {
        json.nextToken();
        json.nextToken();
        assertThat(reused.asciiValue() == null, is(true));
      }
    }
  }
}
