package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestsTest {
  private static WireRequest http(FetchRequest request) throws FailedAttempt {
    return HttpRequests.of(request, Optional.empty(), URI.create("https://host"));
  }

  private static FetchRequest get(String url) {
    return FetchRequest.get("source", "resource", url);
  }

  @ParameterizedTest
  @CsvSource({
    "/events?page=1, https://host/events?page=1",
    "https://other/next?cursor=x, https://other/next?cursor=x",
  })
  void aUrlIsRelativeToTheBaseUrl(String url, String expected) throws FailedAttempt {
    assertThat(http(get(url)).uri(), is(URI.create(expected)));
  }

  @Test
  void aRequestThatIsNotIdempotentCarriesItsIdAsTheKey() throws FailedAttempt {
    FetchRequest post = get("/search").withMethod("POST", "{}");

    assertThat(http(post).headers().get("Idempotency-Key"), is(post.requestId()));
    assertThat(http(get("/search")).headers().containsKey("Idempotency-Key"), is(false));
  }

  @Test
  void itsOwnHeadersAreSent() throws FailedAttempt {
    WireRequest request = http(get("/events").withHeaders(Map.of("Accept", "text/csv")));

    assertThat(request.headers(), is(Map.of("Accept", "text/csv")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/events?name=two words", "http://[broken", "ftp://host/file", "mailto:me", "//"})
  void aUrlThatIsNoneIsRefused(String url) {
    FailedAttempt refused = assertThrows(FailedAttempt.class, () -> http(get(url)));
    assertThat(refused.reason(), is(Reason.MALFORMED));
  }

  @Test
  void aMethodOrHeaderThatIsNoneIsRefused() {
    List<FetchRequest> requests =
        List.of(
            get("/").withMethod("GE T", ""),
            get("/").withHeaders(Map.of("a b", "c")),
            get("/").withHeaders(Map.of("a", "b\r\nX-Smuggled: c")),
            get("/").withHeaders(Map.of("Transfer-Encoding", "chunked")));
    for (FetchRequest request : requests) {
      FailedAttempt refused = assertThrows(FailedAttempt.class, () -> http(request));
      assertThat(refused.reason(), is(Reason.MALFORMED));
    }
  }

  @Test
  void aLinkDoesNotLeaveHttps() {
    FailedAttempt refused =
        assertThrows(FailedAttempt.class, () -> http(get("http://host/events?page=2")));
    assertThat(refused.reason(), is(Reason.REFUSED));
  }

  @ParameterizedTest
  @CsvSource({
    "https://host/a, https://HOST:443/b, true",
    "http://host:80, http://host, true",
    "https://host, http://host, false",
    "https://host, https://host:8443, false",
    "https://host, https://host.evil.com, false",
  })
  void credentialsBelongToAnOrigin(String one, String other, boolean same) {
    assertThat(HttpRequests.sameOrigin(URI.create(one), URI.create(other)), is(same));
  }
}
