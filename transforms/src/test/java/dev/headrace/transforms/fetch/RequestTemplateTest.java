package dev.headrace.transforms.fetch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTemplateTest {
  private static RequestTemplate get(String url) {
    return RequestTemplate.get("source", "resource", url);
  }

  private static RequestTemplate post(String body) {
    return RequestTemplate.post("source", "resource", "/search", body);
  }

  private static List<String> urls(RequestTemplate template, Map<String, String> context) {
    return template.expand(context).stream().map(FetchRequest::url).toList();
  }

  private static List<String> bodies(RequestTemplate template, Map<String, String> context) {
    return template.expand(context).stream().map(r -> String.valueOf(r.body())).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b&c=d/e    | /x/a%20b&c=d%2Fe/y?q=a%20b%26c%3Dd/e",
        "1+1?#%       | /x/1+1%3F%23%25/y?q=1%2B1%3F%23%25",
        "é,@          | /x/%C3%A9,@/y?q=%C3%A9%2C%40",
        "2018-02-01T00:00:00Z | /x/2018-02-01T00:00:00Z/y?q=2018-02-01T00:00:00Z",
        "{v}          | /x/%7Bv%7D/y?q=%7Bv%7D",
      })
  void aValueIsEncodedForWhereItStands(String value, String url) {
    assertThat(urls(get("/x/{v}/y?q={v}"), Map.of("v", value)), contains(url));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void aValueThatWouldChangeThePathIsRefused(String value) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> urls(get("/x/{v}/y"), Map.of("v", value)));
    assertThat(e.getMessage(), containsString("{v} stands in a path"));
    assertThat(urls(get("/x?v={v}"), Map.of("v", value)), contains("/x?v=" + value));
  }

  @Test
  void theContextHoldsWhatARequestStandsFor() {
    FetchRequest request =
        get("/repos/{owner}/issues?since={window.start}")
            .forEach("owner", List.of("a"))
            .withRole(Role.PARENT)
            .withHeaders(Map.of("Accept", "text/plain"))
            .expand(Map.of("window.start", "2018", "window.end", "2019"))
            .get(0);

    assertThat(request.url(), is("/repos/a/issues?since=2018"));
    assertThat(
        request.context(), is(Map.of("owner", "a", "window.start", "2018", "window.end", "2019")));
    assertThat(request.role(), is(Role.PARENT));
    assertThat(request.headers(), is(Map.of("Accept", "text/plain")));
  }

  @Test
  void severalListsMakeTheirProductTheFirstVaryingSlowest() {
    RequestTemplate template =
        get("/{b}?a={a}").forEach("a", List.of("1", "2")).forEach("b", List.of("x", "y"));

    assertThat(urls(template, Map.of()), contains("/x?a=1", "/y?a=1", "/x?a=2", "/y?a=2"));
    assertThat(
        "the same requests each time, and when it has travelled",
        SerializableUtils.clone(template).expand(Map.of()),
        is(template.expand(Map.of())));
    assertThat(urls(template.forEach("a", List.of()), Map.of()), is(empty()));
  }

  @Test
  void idsGoIntoOneUrlWithTheSeparatorAsItIsWritten() {
    RequestTemplate ids = get("/i?id={ids}").forEach("ids", List.of("1", "a,b", "3"));

    assertThat(
        urls(ids.inBatchesOf("ids", 2, ","), Map.of()), contains("/i?id=1,a%2Cb", "/i?id=3"));
    assertThat(
        urls(ids.inBatchesOf("ids", 3, "&id="), Map.of()), contains("/i?id=1&id=a%2Cb&id=3"));
    assertThat(
        ids.inBatchesOf("ids", 3, "&id=").expand(Map.of()).get(0).context(),
        is(Map.of("ids", "1,a,b,3")));
  }

  static Stream<List<String>> batchesInABody() {
    return Stream.of(
        List.of("{\"ids\":[{ids}]}", "{\"ids\":[1,2]}"),
        List.of("{\"ids\":[\"{ids}\"]}", "{\"ids\":[\"1\",\"2\"]}"),
        List.of("{\"ids\": [ \"{ids}\" ], \"n\":[0]}", "{\"ids\": [ \"1\",\"2\" ], \"n\":[0]}"),
        List.of("{\"ids\":\"{ids}\"}", "{\"ids\":\"1;2\"}"));
  }

  @ParameterizedTest
  @MethodSource("batchesInABody")
  void idsGoIntoOneBodyAsItsTemplateSays(List<String> templateAndBody) {
    RequestTemplate template =
        post(templateAndBody.get(0)).forEach("ids", List.of("1", "2")).inBatchesOf("ids", 10, ";");

    assertThat(bodies(template, Map.of()), contains(templateAndBody.get(1)));
  }

  @Test
  void elementsAreStringsIfOneOfThemIsNoNumber() {
    RequestTemplate template =
        post("[{ids}]").forEach("ids", List.of("1", "007")).inBatchesOf("ids", 9, ",");
    assertThat(bodies(template, Map.of()), contains("[\"1\",\"007\"]"));
  }

  @Test
  void aBodyIsSentAsWhatItIs() {
    FetchRequest request = post("{\"n\":{n},\"s\":\"<{n}>\"}").expand(Map.of("n", "-1.5e3")).get(0);

    assertThat(request.method(), is("POST"));
    assertThat(request.body(), is("{\"n\":-1.5e3,\"s\":\"<-1.5e3>\"}"));
    assertThat(request.headers(), is(Map.of("Content-Type", "application/json")));
    Map<String, String> own = Map.of("content-type", "application/graphql+json");
    assertThat(post("{}").withHeaders(own).expand(Map.of()).get(0).headers(), is(own));
  }

  @Test
  void aBodyIsJsonWhateverTheValues() throws IOException {
    Random random = new Random(20180201);
    ObjectMapper json = new ObjectMapper();
    RequestTemplate template = post("{\"a\":\"\\\\\\\"{v}\",\"b\":[\"{v}\"],\"c\":{v}}");
    for (int i = 0; i < 2000; i++) {
      StringBuilder value = new StringBuilder();
      int length = random.nextInt(8);
      for (int j = 0; j < length; j++) {
        value.append("\"\\{}[],:v1.e-\n\té\u0001".charAt(random.nextInt(17)));
      }
      String body = bodies(template, Map.of("v", value.toString())).get(0);

      assertThat(json.readTree(body).at("/a").textValue(), is("\\\"" + value));
      assertThat(json.readTree(body).at("/b/0").textValue(), is(value.toString()));
      assertThat(json.readTree(body).at("/c").isMissingNode(), is(false));
    }
  }

  @Test
  void bracesAroundAnythingButANameStay() {
    assertThat(
        bodies(post("{\"query\":\"{ viewer { login } } {n}\"}"), Map.of("n", "1")),
        contains("{\"query\":\"{ viewer { login } } 1\"}"));
  }

  @Test
  void aPlaceholderWithoutAValueIsNamedTogetherWithTheKnownOnes() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> get("/{a}/{owner}").forEach("a", List.of("1")).expand(Map.of("b", "2")));
    assertThat(e.getMessage(), is("The placeholder {owner} has no value; known are [a, b]"));
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertRefused("{b} in the template", () -> get("/{a}").forEach("b", List.of()));
    assertRefused("{b} in the template", () -> get("/{a}").inBatchesOf("b", 1, ","));
    assertRefused("was 0", () -> get("/{a}").inBatchesOf("a", 0, ","));
    assertRefused(
        "no list of values", () -> get("/{a}").inBatchesOf("a", 2, ",").expand(Map.of("a", "1")));
    assertRefused(
        "one in the context",
        () -> get("/{a}").forEach("a", List.of("1")).expand(Map.of("a", "1")));
    assertRefused("must be JSON", () -> post("a={a}"));
    assertRefused("Authorization", () -> get("/").withHeaders(Map.of("Authorization", "Bearer x")));
  }

  private static void assertRefused(String message, Executable made) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, made);
    assertThat(e.getMessage(), containsString(message));
  }
}
