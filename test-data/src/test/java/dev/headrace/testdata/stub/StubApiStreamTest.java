package dev.headrace.testdata.stub;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StubApiStreamTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(longs = {66, 67, 193, 194, 128_000, 128_065, 128_066, 128_193, 128_194, 1_000_000})
  void isAnArrayOfNumberedRecords(long length) throws Exception {
    StreamedJson json = StreamedJson.of(length);
    byte[] bytes;
    try (InputStream in = json.open()) {
      bytes = in.readAllBytes();
    }
    JsonNode array = MAPPER.readTree(bytes);

    assertThat((long) bytes.length, is(length));
    assertThat((long) array.size(), is(json.records()));
    for (int i = 0; i < array.size(); i++) {
      assertThat(array.get(i).get("id").textValue(), is(String.format(Locale.ROOT, "%012d", i)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void arrivesAsItIs(boolean chunked) throws Exception {
    StreamedJson json = StreamedJson.of(20_000_001);
    Answer answer = Answer.streamed(json.length());
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (StubApi api = StubApi.start(Handler.always(chunked ? answer.chunked() : answer));
        InputStream in = open(api)) {
      byte[] buffer = new byte[8_192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }

    String sent = String.format(Locale.ROOT, "%064x", new BigInteger(1, digest.digest()));
    assertThat(sent, is(json.sha256()));
  }

  @Test
  void isGeneratedFasterThanItCanBeSent() throws Exception {
    long length = 2_000_000_000;
    byte[] buffer = new byte[1 << 16];
    long start = System.nanoTime();
    long count = 0;
    try (InputStream in = StreamedJson.of(length).open()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        count += read;
      }
    }

    assertThat(count, is(length));
    assertThat(Duration.ofNanos(System.nanoTime() - start), is(lessThan(Duration.ofSeconds(4))));
  }

  @Test
  void hasALeastLength() {
    assertThrows(IllegalArgumentException.class, () -> StreamedJson.of(65));
  }

  @Test
  void cannotBeCompressedAsAWhole() {
    Answer answer = Answer.streamed(3_000_000_000L);

    assertThrows(IllegalStateException.class, answer::gzipped);
  }

  private static InputStream open(StubApi api) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(api.baseUri() + "/")).build(),
            BodyHandlers.ofInputStream())
        .body();
  }
}
