package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.transforms.failures.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where redirects lead to, and with what. */
class RedirectsTest {
  private final OneExchange exchange = new OneExchange();

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectWithoutAPlaceIsTheAnswer(int status) throws Exception {
    exchange.answer(status);
    assertThat(exchange.get().response().status(), is(status));
    assertThat(exchange.openBodies(), is(1));
  }

  @ParameterizedTest
  @CsvSource({
    "/there, https://api.example/there",
    "there?x=1, https://api.example/there?x=1",
    "//other.example/x, https://other.example/x",
    "https://other.example/x, https://other.example/x",
  })
  void aRedirectLeadsFromWhereItStands(String location, String expected) throws Exception {
    exchange.answer(302, location);
    exchange.answer(200);
    assertThat(exchange.get().response().status(), is(200));
    assertThat(exchange.last(), is("GET " + expected));
    assertThat(exchange.sent(), is(2));
    assertThat(exchange.openBodies(), is(1));
  }

  @Test
  void aRelativeRedirectOfAnotherHostStaysThere() throws Exception {
    exchange.answer(302, "https://other.example/a/b");
    exchange.answer(302, "c");
    exchange.answer(200);
    exchange.get();
    assertThat(exchange.last(), is("GET https://other.example/a/c"));
    assertThat(exchange.withCredentials(), is(List.of(true, false, false)));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 301, GET",
    "GET, 302, GET",
    "GET, 303, GET",
    "GET, 307, GET",
    "GET, 308, GET",
    "HEAD, 301, HEAD",
    "HEAD, 303, HEAD",
    "HEAD, 307, HEAD",
    "POST, 301, GET",
    "POST, 302, GET",
    "POST, 303, GET",
    "POST, 307, POST",
    "POST, 308, POST",
    "PUT, 301, PUT",
    "PUT, 302, PUT",
    "PUT, 303, GET",
    "PUT, 307, PUT",
    "PUT, 308, PUT",
    "DELETE, 302, DELETE",
    "DELETE, 303, GET",
  })
  void theMethodChangesByTheStatus(String method, int status, String expected) throws Exception {
    String body = method.startsWith("P") ? "{}" : "";
    Map<String, String> headers = Map.of("Content-Type", "application/json", "X-Own", "1");
    exchange.answer(status, "/there");
    exchange.answer(200);

    exchange.send(method, headers, body);

    WireRequest next = exchange.requests().get(1);
    boolean same = method.equals(expected);
    assertThat(next.method(), is(expected));
    assertThat(Optional.ofNullable(next.body()).orElse(""), is(same ? body : ""));
    assertThat(next.headers().containsKey("Content-Type"), is(same));
    assertThat(next.headers().get("X-Own"), is("1"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.example/, REFUSED",
    "http://[broken, MALFORMED",
    "file:///etc/passwd, MALFORMED",
    "javascript:alert(1), MALFORMED",
    "a b, MALFORMED",
  })
  void aRedirectThatIsNotAllowedIsNotFollowed(String location, Reason reason) {
    exchange.answer(302, location);
    assertThat(exchange.refused().reason(), is(reason));
    assertThat(exchange.requests().size(), is(1));
    assertThat(exchange.openBodies(), is(0));
  }

  @Test
  void fiveRedirectsAreFollowedAndNoMore() throws Exception {
    for (int i = 0; i < 5; i++) {
      exchange.answer(302, "/" + i);
    }
    exchange.answer(200);
    exchange.get();
    assertThat(exchange.sent(), is(6));
  }

  @Test
  void aCircleOfRedirectsIsRefused() {
    for (int i = 0; i < 6; i++) {
      exchange.answer(302, "/");
    }
    FailedAttempt refused = exchange.refused();
    assertThat(refused.reason(), is(Reason.REFUSED));
    assertThat(refused.detail(), is("The API redirected more than 5 times"));
    assertThat(exchange.sent(), is(6));
    assertThat(exchange.openBodies(), is(0));
  }

  @Test
  void redirectsShareTheTimeOfOneAttempt() throws Exception {
    exchange.answer(302, "/");
    exchange.answer(302, "/");
    exchange.answer(200);
    exchange.get();
    for (int i = 0; i < 2; i++) {
      assertThat(exchange.timeouts().get(i + 1), is(lessThanOrEqualTo(exchange.timeouts().get(i))));
    }
    assertThat(exchange.timeouts().get(0), is(lessThanOrEqualTo(OneExchange.TIMEOUT)));
  }
}
