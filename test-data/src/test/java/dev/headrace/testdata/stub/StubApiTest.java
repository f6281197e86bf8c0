package dev.headrace.testdata.stub;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class StubApiTest {

  @Test
  void answersWhatTheHandlerSays() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(Answer.json("[1]")))) {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(api.baseUri() + "/a?b=c%20d")).build(),
                  BodyHandlers.ofString());

      assertThat(response.body(), is("[1]"));
      assertThat(api.received().get(0).parameter("b").orElseThrow(), is("c d"));
    }
  }
}
