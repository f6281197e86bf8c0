package dev.headrace.io.http.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFieldTest {
  private static Optional<String> of(String body, String pointer) {
    return BodyField.of(Body.of(body.getBytes(UTF_8)), pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"error\":\"quota\"} | /error | quota",
        "{\"code\":17} | /code | 17",
        "{\"code\":1.50} | /code | 1.50",
        "{\"ok\":false} | /ok | false",
        "{\"a\":{\"b\":[1,{\"c\":\"x\"}]}} | /a/b/1/c | x",
        "[{\"a\":1},{\"a\":2}] | /1/a | 2",
        "{\"a/b\":{\"~\":\"y\"}} | /a~1b/~0 | y",
        "{\"b\":{\"a\":1},\"a\":2} | /a | 2",
        "{\"error\":\"\\u00e9\"} | /error | \u00e9",
      })
  void theValueAtThePlaceIsFound(String body, String pointer, String expected) {
    assertThat(of(body, pointer), is(Optional.of(expected)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"error\":null} | /error",
        "{\"error\":{}} | /error",
        "{\"error\":[\"quota\"]} | /error",
        "{\"b\":{\"error\":\"quota\"}} | /error",
        "{} | /error",
        "[] | /0",
        "17 | /error",
        "<html>/error</html> | /error",
        "error=quota | /error",
        "{\"error\" | /error",
        "{\"other\":tru} | /error",
      })
  void whereThereIsNoneThereIsNone(String body, String pointer) {
    assertThat(of(body, pointer), is(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u0000", "\ufeff"})
  void aBodyWithoutAnythingHasNone(String body) {
    assertThat(of(body, "/error"), is(Optional.empty()));
  }

  @Test
  void bytesThatAreNoTextHaveNone() {
    byte[] bytes = {(byte) 0x1f, (byte) 0x8b, 8, 0, (byte) 0xff, (byte) 0xfe, 0, 1};
    assertThat(BodyField.of(Body.of(bytes), "/error"), is(Optional.empty()));
  }

  @Test
  void everyEncodingOfJsonIsRead() {
    for (Charset charset :
        new Charset[] {UTF_8, StandardCharsets.UTF_16, StandardCharsets.UTF_16LE}) {
      Body body = Body.of("{\"error\":\"quota\"}".getBytes(charset));
      assertThat(BodyField.of(body, "/error"), is(Optional.of("quota")));
    }
  }

  /** So many times the filling, between what begins and what ends the body. */
  private static Body huge(String begin, String filling, int times, String end) {
    byte[] bytes = (begin + filling.repeat(times) + end).getBytes(UTF_8);
    return Body.of(bytes);
  }

  @Test
  void aHugeBodyIsReadToItsEnd() {
    Body body = huge("{\"items\":[0", ",{\"error\":1}", 1_000_000, "],\"error\":\"quota\"}");
    assertThat(BodyField.of(body, "/error"), is(Optional.of("quota")));
    assertThat(BodyField.of(body, "/items/1000000/error"), is(Optional.of("1")));
    assertThat(BodyField.of(body, "/none"), is(Optional.empty()));
  }

  @Test
  void aBodyOfTooDeepJsonHasNone() {
    Body body = huge("{\"items\":", "[", 1_000_000, "");
    assertThat(BodyField.of(body, "/error"), is(Optional.empty()));
  }

  @Test
  void aTextThatIsTooLongIsNotHeld() {
    Body body = huge("{\"error\":\"", "0123456789", 3_000_000, "\"}");
    assertThat(BodyField.of(body, "/error"), is(Optional.empty()));
  }

  @Test
  void aNullIsNoError() {
    ErrorTable table =
        ErrorTable.defaults()
            .with(ErrorRule.onStatus(200).withBody("/error", ".+").then(ErrorAction.FAIL));
    FetchRequest request = FetchRequest.get("api", "items", "/items");

    Body none = Body.of("{\"error\":null}".getBytes(UTF_8));
    assertThat(table.judge(request, new WireResponse(200, Map.of(), none)).isEmpty(), is(true));
    Body one = Body.of("{\"error\":\"null\"}".getBytes(UTF_8));
    assertThat(table.judge(request, new WireResponse(200, Map.of(), one)).isPresent(), is(true));
  }

  @ParameterizedTest
  @CsvSource({"quota, FAIL", "quotas, taken", "my quota, taken"})
  void aValueMatchesAsAWhole(String value, String expected) {
    ErrorTable table =
        ErrorTable.defaults()
            .with(ErrorRule.onStatus(200).withBody("/error", "quota").then(ErrorAction.FAIL));
    Body body = Body.of(("{\"error\":\"" + value + "\"}").getBytes(UTF_8));

    assertThat(
        table
            .judge(
                FetchRequest.get("api", "items", "/items"), new WireResponse(200, Map.of(), body))
            .map(verdict -> verdict.action().name())
            .orElse("taken"),
        is(expected));
  }

  @Test
  void aBodyCanBeReadAfterwards() throws Exception {
    Body body = Body.of("{\"error\":\"quota\"}".getBytes(UTF_8));
    assertThat(BodyField.of(body, "/error").isPresent(), is(true));
    try (InputStream in = body.open()) {
      assertThat(new String(in.readAllBytes(), UTF_8), is("{\"error\":\"quota\"}"));
    }
  }
}
