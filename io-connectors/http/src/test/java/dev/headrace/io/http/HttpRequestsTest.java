package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.fetch.FetchRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestsTest {
  private static HttpRequest http(FetchRequest request) {
    return HttpRequests.of(request, URI.create("https://host"));
  }

  private static FetchRequest get(String url) {
    return FetchRequest.get("source", "resource", url);
  }

  @ParameterizedTest
  @CsvSource({
    "/events?page=1, https://host/events?page=1",
    "https://other/next?cursor=x, https://other/next?cursor=x",
  })
  void aUrlIsRelativeToTheBaseUrl(String url, String expected) {
    assertThat(http(get(url)).uri(), is(URI.create(expected)));
  }

  @Test
  void aRequestThatIsNotIdempotentCarriesItsIdAsTheKey() {
    FetchRequest post = get("/search").withMethod("POST", "{}");

    assertThat(
        http(post).headers().firstValue("Idempotency-Key"), is(Optional.of(post.requestId())));
    assertThat(http(get("/search")).headers().firstValue("Idempotency-Key"), is(Optional.empty()));
  }

  @Test
  void itsOwnHeadersAreSent() {
    HttpRequest request = http(get("/events").withHeaders(Map.of("Accept", "text/csv")));

    assertThat(request.headers().firstValue("Accept"), is(Optional.of("text/csv")));
    assertThat(request.headers().firstValue("User-Agent"), is(Optional.of("headrace")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/events?name=two words", "http://[broken"})
  void aUrlThatIsNoneIsRefused(String url) {
    assertThrows(IllegalArgumentException.class, () -> http(get(url)));
  }
}
