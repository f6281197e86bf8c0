package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.headrace.io.http.policy.Retries;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers a request, and which credentials it has on its way. */
class ExchangeTest {
  private final OneExchange exchange = new OneExchange();

  @ParameterizedTest
  @ValueSource(ints = {200, 300, 304, 404, 500})
  void whatIsNoRedirectIsTheAnswer(int status) throws Exception {
    exchange.answer(status, "/other");
    assertThat(exchange.get().response().status(), is(status));
    assertThat(exchange.sent(), is(1));
    assertThat(exchange.openBodies(), is(1));
  }

  @ParameterizedTest
  @CsvSource({
    "/there, true",
    "https://API.example:443/there, true",
    "https://other.example/, false",
    "https://api.example.evil.example/, false",
    "https://api.example:8443/, false",
    "https://api.example@evil.example/, false",
    "//evil.example, false",
  })
  void credentialsGoToTheApisOwnOriginAlone(String location, boolean own) throws Exception {
    exchange.answer(307, location);
    exchange.answer(200);
    Exchange.Answer answer = exchange.get();
    assertThat(exchange.withCredentials(), is(List.of(true, own)));
    assertThat(answer.credentials().isPresent(), is(own));
    assertThat(exchange.told(), is(own ? List.of(307, 200) : List.of(307)));
  }

  @Test
  void aWayBackHomeHasCredentialsAgain() throws Exception {
    exchange.answer(302, "https://login.example/");
    exchange.answer(302, "https://api.example/back");
    exchange.answer(200);
    exchange.get();
    assertThat(exchange.withCredentials(), is(List.of(true, false, true)));
    assertThat(exchange.told(), is(List.of(302, 200)));
  }

  @Test
  void withoutCredentialsNothingIsSent() {
    IOException none = new IOException("none");

    @Nullable Throwable failure =
        exchange.failureOf(() -> CompletableFuture.failedFuture(none), Retries.defaults());

    assertThat(failure, is(none));
    assertThat(exchange.sent(), is(0));
  }

  @Test
  void credentialsThatNeverComeAreNotWaitedForLongerThanTheDeadline() {
    @Nullable Throwable failure =
        exchange.failureOf(
            CompletableFuture::new, Retries.defaults().withDeadline(Duration.ofMillis(50)));

    FailedAttempt attempt = assertInstanceOf(FailedAttempt.class, failure);
    assertThat(attempt.detail(), containsString("No credentials"));
    assertThat(exchange.sent(), is(0));
  }
}
