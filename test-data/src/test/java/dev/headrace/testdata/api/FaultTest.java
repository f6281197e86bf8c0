package dev.headrace.testdata.api;

import static dev.headrace.testdata.api.ApiClient.COUNT;
import static dev.headrace.testdata.api.ApiClient.QUERY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

  private static final String PAGE = QUERY + "&limit=50";

  @Test
  void aStatusReplacesTheAnswer() throws Exception {
    try (EarthquakeApi api = alwaysAnswering(Fault.status(503))) {
      HttpResponse<byte[]> response = new ApiClient(api).get(PAGE);

      assertThat(response.statusCode(), is(503));
      assertThat(text(response), is("Error 503"));
      assertThat(response.headers().firstValue("Retry-After"), is(Optional.empty()));
      assertThat(api.served().get(0).status(), is(503));
      assertThat(api.served().get(0).fault(), is(Optional.of("status 503")));
      assertThat(api.served().get(0).sha256(), is(Sha256.of(response.body())));
    }
  }

  @Test
  void aStatusMayBringItsOwnText() throws Exception {
    try (EarthquakeApi api = alwaysAnswering(Fault.status(500, "out of quakes"))) {
      assertThat(text(new ApiClient(api).get(PAGE)), is("out of quakes"));
    }
  }

  @Test
  void aStatusThatAllowsNoBodyHasNone() throws Exception {
    try (EarthquakeApi api = alwaysAnswering(Fault.status(204))) {
      HttpResponse<byte[]> response = new ApiClient(api).get(PAGE);

      assertThat(response.statusCode(), is(204));
      assertThat(response.body().length, is(0));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {199, 600})
  void aStatusThatIsNoFinalAnswerIsRefused(int code) {
    assertThrows(IllegalArgumentException.class, () -> Fault.status(code));
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0", "PT0.001S, 1", "PT2S, 2", "PT2.5S, 3", "PT2M, 120"})
  void tooManyRequestsSaysHowLongToWait(Duration wait, String seconds) throws Exception {
    try (EarthquakeApi api = alwaysAnswering(Fault.tooManyRequests(wait))) {
      HttpResponse<byte[]> response = new ApiClient(api).get(PAGE);

      assertThat(response.statusCode(), is(429));
      assertThat(response.headers().allValues("Retry-After"), is(List.of(seconds)));
    }
  }

  @Test
  void tooManyRequestsSaysUntilWhenToWait() throws Exception {
    Fault fault = Fault.tooManyRequestsUntil(Instant.parse("2018-02-07T01:02:03.9Z"));
    try (EarthquakeApi api = alwaysAnswering(fault)) {
      HttpResponse<byte[]> response = new ApiClient(api).get(PAGE);

      assertThat(response.statusCode(), is(429));
      assertThat(
          response.headers().allValues("Retry-After"),
          is(List.of("Wed, 07 Feb 2018 01:02:03 GMT")));
    }
  }

  @Test
  void serviceUnavailableSaysHowLongToWait() throws Exception {
    try (EarthquakeApi api = alwaysAnswering(Fault.serviceUnavailable(Duration.ofSeconds(7)))) {
      HttpResponse<byte[]> response = new ApiClient(api).get(PAGE);

      assertThat(response.statusCode(), is(503));
      assertThat(response.headers().allValues("Retry-After"), is(List.of("7")));
    }
  }

  @Test
  void aDelayedAnswerIsLateButRegular() throws Exception {
    try (EarthquakeApi regular = EarthquakeApi.start(Script.none());
        EarthquakeApi api = alwaysAnswering(Fault.delay(Duration.ofMillis(300)))) {
      byte[] expected = new ApiClient(regular).get(PAGE).body();

      long start = System.nanoTime();
      HttpResponse<byte[]> response = new ApiClient(api).get(PAGE);
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(took, is(greaterThanOrEqualTo(Duration.ofMillis(300))));
      assertThat(response.statusCode(), is(200));
      assertThat(response.body(), is(expected));
      assertThat(api.served().get(0).fault(), is(Optional.of("delay PT0.3S")));
    }
  }

  @Test
  void aDelayHoldsNoThread() throws Exception {
    int requests = 4 * EarthquakeApi.THREADS;
    try (EarthquakeApi api = alwaysAnswering(Fault.delay(Duration.ofSeconds(1)))) {
      List<HttpResponse<byte[]>> responses = new ApiClient(api).getAtOnce(requests, COUNT);

      assertThat(responses.stream().map(HttpResponse::statusCode).toList(), everyItem(is(200)));
      assertThat(api.maxConcurrent(), is(greaterThan(EarthquakeApi.THREADS)));
    }
  }

  @Test
  void aResetIsAnIoExceptionToTheClient() throws Exception {
    try (EarthquakeApi api = alwaysAnswering(Fault.reset())) {
      assertThrows(IOException.class, () -> new ApiClient(api).get(PAGE));

      Served served = api.served().get(0);
      assertThat(served.status(), is(0));
      assertThat(served.fault(), is(Optional.of("reset")));
      assertThat(served.sha256(), is(""));
      assertThat(served.length(), is(0));
    }
  }

  @Test
  void aResetIsSeenOnTheWire() throws Exception {
    try (EarthquakeApi api = alwaysAnswering(Fault.reset());
        Socket socket = new Socket(api.baseUri().getHost(), api.baseUri().getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(("GET " + PAGE + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(UTF_8));

      SocketException e = assertThrows(SocketException.class, () -> socket.getInputStream().read());

      assertThat(e.getMessage(), containsString("reset"));
    }
  }

  @Test
  void aTruncatedBodyIsAnIoExceptionToTheClient() throws Exception {
    try (EarthquakeApi regular = EarthquakeApi.start(Script.none());
        EarthquakeApi api = alwaysAnswering(Fault.truncatedBody())) {
      int length = new ApiClient(regular).get(PAGE).body().length;

      assertThrows(IOException.class, () -> new ApiClient(api).get(PAGE));

      Served served = api.served().get(0);
      assertThat(served.status(), is(200));
      assertThat(served.sha256(), is(""));
      assertThat(served.length(), is(length / 2));
    }
  }

  @Test
  void aTruncatedBodyAnnouncesAllAndSendsHalf() throws Exception {
    try (EarthquakeApi regular = EarthquakeApi.start(Script.none());
        EarthquakeApi api = alwaysAnswering(Fault.truncatedBody());
        Socket socket = new Socket(api.baseUri().getHost(), api.baseUri().getPort())) {
      String whole = text(new ApiClient(regular).get(PAGE));
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(("GET " + PAGE + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(UTF_8));

      byte[] sent = socket.getInputStream().readAllBytes();

      String[] parts = new String(sent, UTF_8).split("\r\n\r\n", 2);
      assertThat(parts[0], startsWith("HTTP/1.1 200"));
      assertThat(parts[0], containsString("Content-Length: " + whole.getBytes(UTF_8).length));
      assertThat(parts[1].getBytes(UTF_8).length, is(whole.getBytes(UTF_8).length / 2));
      assertThat(whole, startsWith(parts[1]));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PAGE, COUNT, "/fdsnws/event/1/count", QUERY + "&starttime=2030-01-01"})
  void wrongJsonArrivesWholeButDoesNotParse(String asked) throws Exception {
    try (EarthquakeApi api = alwaysAnswering(Fault.wrongJson())) {
      HttpResponse<byte[]> response = new ApiClient(api).get(asked);

      assertThat(response.statusCode(), is(200));
      assertThat(
          response.headers().firstValueAsLong("Content-Length").orElse(0),
          is((long) response.body().length));
      assertThat(response.body().length, is(greaterThan(0)));
      assertThrows(
          JsonProcessingException.class, () -> new ObjectMapper().readTree(response.body()));
      assertThat(api.served().get(0).sha256(), is(Sha256.of(response.body())));
    }
  }

  @Test
  void aTruncatedAnswerWithoutABodyIsStillCutShort() throws Exception {
    try (EarthquakeApi api = alwaysAnswering(Fault.truncatedBody())) {
      assertThrows(
          IOException.class, () -> new ApiClient(api).get(QUERY + "&starttime=2030-01-01"));
    }
  }

  @Test
  void anEmptyBodyIsAnOkWithoutBytes() throws Exception {
    try (EarthquakeApi api = alwaysAnswering(Fault.emptyBody())) {
      HttpResponse<byte[]> response = new ApiClient(api).get(PAGE);

      assertThat(response.statusCode(), is(200));
      assertThat(response.body().length, is(0));
      assertThat(api.served().get(0).sha256(), is(Sha256.of(new byte[0])));
    }
  }

  @Test
  void anHtmlPageIsAnOkOfTheWrongType() throws Exception {
    try (EarthquakeApi api = alwaysAnswering(Fault.htmlPage())) {
      HttpResponse<byte[]> response = new ApiClient(api).get(PAGE);

      assertThat(response.statusCode(), is(200));
      assertThat(response.headers().firstValue("Content-Type").orElse(""), startsWith("text/html"));
      assertThat(text(response), startsWith("<!DOCTYPE html>"));
    }
  }

  @Test
  void theServerServesOnAfterAFault() throws Exception {
    Script script =
        Script.create()
            .on(RequestMatcher.any())
            .times(1)
            .answer(Fault.truncatedBody())
            .on(RequestMatcher.any())
            .times(1)
            .answer(Fault.wrongJson());
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      ApiClient client = new ApiClient(api);
      assertThrows(IOException.class, () -> client.get(PAGE));
      client.get(PAGE);

      assertThat(client.features(PAGE).size(), is(50));
      assertThat(api.served().get(2).fault(), is(Optional.empty()));
    }
  }

  private static EarthquakeApi alwaysAnswering(Fault fault) {
    return EarthquakeApi.start(Script.create().on(RequestMatcher.any()).always().answer(fault));
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }
}
