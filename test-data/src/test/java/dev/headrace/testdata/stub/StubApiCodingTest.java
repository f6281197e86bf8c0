package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StubApiCodingTest {

  private static final byte[] BODY = "[1,2,3,\"ü\"]".repeat(50).getBytes(UTF_8);

  @ParameterizedTest
  @EnumSource(Coding.class)
  void saysWhatTheCodingSays(Coding coding) throws Exception {
    HttpResponse<byte[]> response = get(Answer.bytes("application/json", BODY).encoded(coding));

    assertThat(Http.header(response, "Content-Encoding").orElseThrow(), is(coding.token()));
    assertThat(response.body(), is(coding.encode(BODY)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Coding.class,
      names = {"GZIP", "X_GZIP", "GZIP_MEMBERS"})
  void compressesSoThatItCanBeRead(Coding coding) throws Exception {
    assertThat(gunzip(coding.encode(BODY)), is(BODY));
  }

  @ParameterizedTest
  @EnumSource(
      value = Coding.class,
      names = {"GZIP_TWICE", "GZIP_TWICE_SECRETLY"})
  void compressesTwice(Coding coding) throws Exception {
    assertThat(gunzip(gunzip(coding.encode(BODY))), is(BODY));
  }

  @ParameterizedTest
  @EnumSource(
      value = Coding.class,
      names = {"NOT_GZIP", "GZIP_CUT_OFF", "GZIP_WITHOUT_LENGTH", "GZIP_WRONG_CHECKSUM"})
  void compressesSoThatItCannotBeRead(Coding coding) {
    assertThrows(IOException.class, () -> gunzip(coding.encode(BODY)));
  }

  @ParameterizedTest
  @CsvSource({"DEFLATE, false", "RAW_DEFLATE, true"})
  void deflatesInEitherFormat(Coding coding, boolean raw) throws Exception {
    assertThat(inflate(coding.encode(BODY), raw), is(BODY));
    assertThrows(IOException.class, () -> inflate(coding.encode(BODY), !raw));
  }

  @Test
  void putsGarbageBehindAGzip() {
    byte[] gzip = Coding.GZIP.encode(BODY);
    byte[] both = Coding.GZIP_AND_GARBAGE.encode(BODY);

    assertThat(Arrays.copyOf(both, gzip.length), is(gzip));
    assertThat(
        Arrays.copyOfRange(both, gzip.length, both.length), is("this is no gzip".getBytes(UTF_8)));
  }

  @Test
  void namesAnEncodingForEachShortcut() throws Exception {
    Answer answer = Answer.bytes("application/json", BODY);

    assertThat(get(answer.gzipped()).body(), is(Coding.GZIP.encode(BODY)));
    assertThat(get(answer.deflated().chunked()).body(), is(Coding.DEFLATE.encode(BODY)));
    assertThat(get(answer.rawDeflated()).body(), is(Coding.RAW_DEFLATE.encode(BODY)));
  }

  @ParameterizedTest
  @EnumSource(Brotli.class)
  void servesBrotli(Brotli brotli) throws Exception {
    HttpResponse<byte[]> response = get(brotli.answer());

    assertThat(Http.header(response, "Content-Encoding").orElseThrow(), is("br"));
    assertThat(response.body(), is(brotli.compressed()));
    assertThat(response.body().length, is(lessThan(brotli.plain().length() + 5)));
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 1 << 20, (1 << 20) + 1, (1 << 20) + 2, (1 << 20) + 3, 100_000_000})
  void packsBombsThatAreExactlyAsLargeAsAsked(long length) throws Exception {
    byte[] compressed = get(Answer.gzipBomb(length)).body();
    long count = 0;
    int last = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        count += read;
        last = read == 0 ? last : buffer[read - 1];
      }
    }

    assertThat(count, is(length));
    assertThat((char) last, is(']'));
    assertThat((long) compressed.length, is(lessThan(length / 900 + 100)));
  }

  @Test
  void packsBombsOfAnySizeAtOnce() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(Answer.gzipBomb(1L << 50)));
        RawClient client = RawClient.of(api)) {
      client.get("/").head();

      assertThat(client.read(1 << 20).length(), is(1 << 20));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 7, 64, 1_000})
  void joinsChecksums(long times) {
    byte[] unit = "unit".getBytes(UTF_8);
    CRC32 crc = new CRC32();
    crc.update(unit);
    int one = (int) crc.getValue();
    crc.reset();
    for (int i = 0; i < times; i++) {
      crc.update(unit);
    }

    assertThat(Crc.repeated(one, unit.length, times), is((int) crc.getValue()));
  }

  private static HttpResponse<byte[]> get(Answer answer) throws Exception {
    try (StubApi api = StubApi.start(Handler.always(answer))) {
      return Http.get(api, "/");
    }
  }

  private static byte[] gunzip(byte[] bytes) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private static byte[] inflate(byte[] bytes, boolean raw) throws IOException {
    Inflater inflater = new Inflater(raw);
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes), inflater)) {
      return in.readAllBytes();
    } finally {
      inflater.end();
    }
  }
}
