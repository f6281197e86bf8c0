package dev.headrace.pipelines.yaml;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.transforms.fetch.FetchRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSectionTest {
  @TempDir Path folder;

  private List<String> urls(String request) {
    return TestFile.in(folder).with("request: " + request).urls();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                         | 2018-01-31T00:00:00Z | 2018-02-01T00:00:00Z",
        "{shorten-end-by: PT0.001S}                 | 2018-01-31T00:00:00Z | 2018-01-31T23:59:59.999Z",
        "{format: date}                             | 2018-01-31           | 2018-02-01",
        "{format: date, shorten-end-by: PT1S}       | 2018-01-31           | 2018-01-31",
        "{format: date, zone: America/New_York}     | 2018-01-30           | 2018-01-31",
        "{format: epoch-seconds}                    | 1517356800           | 1517443200",
        "{format: epoch-millis, shorten-end-by: PT0.001S} | 1517356800000  | 1517443199999",
        "{format: 'pattern:uuuu/MM/dd'}             | 2018/01/31           | 2018/02/01",
        "{format: 'pattern:uuuuMMdd''T''HHmm', zone: Asia/Tokyo} | 20180131T0900 | 20180201T0900",
      })
  void theTimesOfAWindowAreWrittenAsTheApiWantsThem(String window, String start, String end) {
    String request =
        "{path: '/t', query: {from: '{window.start}', to: '{window.end}'}, window: %s}"
            .formatted(window);

    assertThat(urls(request), is(List.of("/t?from=" + start + "&to=" + end)));
  }

  @Test
  void aRequestStandsForItsWindowHoweverItsTimesAreWritten() {
    List<FetchRequest> requests =
        TestFile.in(folder)
            .with("request: {path: '/t/{window.start}', window: {format: date}}")
            .requests();

    assertThat(
        requests,
        is(
            List.of(
                FetchRequest.get("acme", "items", "/t/2018-01-31")
                    .withContext(TestFile.DAY.context()))));
  }

  @Test
  void parametersAreEncodedAndListsAreRepeated() {
    assertThat(
        urls(
            "{path: /t, query: {q: 'a b&c=d+ü', fields: 'id,name', 'page[size]': 5, type: [x, y]}}"),
        is(List.of("/t?q=a%20b%26c%3Dd%2B%C3%BC&fields=id,name&page%5Bsize%5D=5&type=x&type=y")));
  }

  @Test
  void everyValueOfAListIsARequest() {
    assertThat(
        urls(
            "{path: '/repos/{repo}', query: {s: '{state}'}, for-each: {repo: [a, b c], state: [x, 5]}}"),
        is(List.of("/repos/a?s=x", "/repos/a?s=5", "/repos/b%20c?s=x", "/repos/b%20c?s=5")));
    assertThat(
        urls(
            "{path: /t, query: {ids: '{id}'},"
                + " for-each: {id: {values: [1, 2, 3], batch-size: 2, separator: ;}}}"),
        is(List.of("/t?ids=1;2", "/t?ids=3")));
  }

  @Test
  void aBodyIsPostedAsJsonWithItsPlaceholdersFilled() {
    FetchRequest request =
        TestFile.in(folder)
            .with(
                """
                page-size: 20
                request:
                  path: /search
                  headers: {X-Version: "2"}
                  body:
                    since: "{window.start}"
                    size: 20
                    ids: ["{id}"]
                    all: true
                  for-each: {id: {values: [a, b], batch-size: 2}}
                  query: {limit: "{page-size}"}
                """)
            .requests()
            .get(0);

    assertThat(request.method(), is("POST"));
    assertThat(request.url(), is("/search?limit=20"));
    assertThat(
        request.body(),
        is("{\"since\":\"2018-01-31T00:00:00Z\",\"size\":20,\"ids\":[\"a\",\"b\"],\"all\":true}"));
    assertThat(request.headers(), is(Map.of("Content-Type", "application/json", "X-Version", "2")));
  }

  @Test
  void aBodyCanBeWrittenAsText() {
    FetchRequest request =
        TestFile.in(folder)
            .with(
                "request: {path: /search, method: POST, body: '{\"ids\":[{id}]}', for-each: {id: [7]}}")
            .requests()
            .get(0);

    assertThat(request.body(), is("{\"ids\":[7]}"));
  }

  @Test
  void aRunCanAskForAnotherPageSizeAndAnotherHost() {
    YamlPipeline pipeline =
        TestFile.in(folder)
            .with("page-size: {default: 5, max: 9}\nrequest: {path: /t, query: {n: '{page-size}'}}")
            .load();
    var definition = pipeline.define(URI.create("http://localhost:1"), 7);

    assertThat(pipeline.defaultPageSize(), is(5));
    assertThat(pipeline.defaultBaseUrl(), is(URI.create("https://api.example.com")));
    assertThat(definition.baseUrl(), is(URI.create("http://localhost:1")));
    assertThat(definition.identity(), is(Map.of("page-size", "7")));
    assertThat(definition.requests().apply(TestFile.DAY).get(0).url(), is("/t?n=7"));
  }
}
