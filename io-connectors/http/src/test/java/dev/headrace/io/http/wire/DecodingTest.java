package dev.headrace.io.http.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.testdata.stub.Brotli;
import dev.headrace.testdata.stub.Coding;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest {
  private static final long ENOUGH = 64 << 20;
  private static final byte[] TEXT = "{\"id\":1}, ".repeat(1_000).getBytes(UTF_8);

  /** Bodies that lie on the disk come with a stream that knows less of itself. */
  private static WireResponse answer(byte[] coded, String... codings) {
    try (Spool spool = new Spool(ENOUGH, "too large")) {
      spool.write(coded);
      return new WireResponse(
          200,
          Map.of(
              "content-encoding", List.of(codings),
              "content-length", List.of("" + coded.length),
              "etag", List.of("x")),
          spool.finish());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] decoded(byte[] coded, String... codings) throws Exception {
    WireResponse answer = answer(coded, codings);
    assertThat(Decoding.isNeeded(answer), is(true));
    try (Body body = Decoding.decode(answer, ENOUGH).body()) {
      return body.bytes();
    }
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    // The first half can be compressed, the rest cannot.
    Arrays.fill(bytes, 0, length / 2, (byte) 'a');
    return bytes;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(
      value = Coding.class,
      names = {"GZIP", "X_GZIP", "DEFLATE", "RAW_DEFLATE", "GZIP_MEMBERS", "GZIP_TWICE"})
  void everyCodingIsTakenOff(Coding coding) throws Exception {
    Random random = new Random(coding.token().hashCode());
    for (int length : new int[] {0, 1, 2, 100, 8_191, 8_192, 8_193, 300_000, 1_500_000}) {
      byte[] plain = random(random, length);
      assertThat(Arrays.equals(decoded(coding.encode(plain), coding.token()), plain), is(true));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Brotli.class,
      names = {"SMALL", "LARGE"})
  void brotliIsTakenOff(Brotli brotli) throws Exception {
    assertThat(new String(decoded(brotli.compressed(), "br"), UTF_8), is(brotli.plain()));
  }

  @Test
  void severalCodingsAreTakenOffLastOneFirst() throws Exception {
    byte[] gzip = Coding.GZIP.encode(TEXT);
    byte[] both = Coding.DEFLATE.encode(gzip);
    assertThat(decoded(both, "gzip, deflate"), is(TEXT));
    assertThat(decoded(both, "gzip", "deflate"), is(TEXT));
    assertThat(decoded(both, " GZIP ,, identity,Deflate "), is(TEXT));
    assertThat(
        new String(decoded(Coding.GZIP.encode(Brotli.SMALL.compressed()), "br, gzip"), UTF_8),
        is(Brotli.SMALL.plain()));
    assertThrows(WireException.class, () -> decoded(both, "deflate, gzip"));
  }

  @Test
  void allMembersOfAGzipAreReadWhereverTheyEnd() throws Exception {
    Random random = new Random(1);
    for (int length = 65_480; length < 65_536; length++) {
      byte[] first = new byte[length];
      random.nextBytes(first);
      byte[] coded = joined(Coding.GZIP.encode(first), Coding.GZIP.encode(TEXT));
      byte[] large = joined(coded, Coding.GZIP.encode(random(random, 500_000)));
      assertThat(decoded(large, "gzip").length, is(length + TEXT.length + 500_000));
    }
  }

  @Test
  void whatIsDecodedHasNoHeadersOfItsCoding() throws Exception {
    WireResponse decoded = Decoding.decode(answer(Coding.GZIP.encode(TEXT), "gzip"), ENOUGH);
    assertThat(decoded.headers(), is(Map.of("etag", List.of("x"))));
    assertThat(decoded.status(), is(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-unheard-of", "gzip, x-unheard-of", "zstd, gzip", "compress"})
  void aCodingThatIsNotKnownStaysOn(String coding) {
    assertThat(Decoding.isNeeded(answer(TEXT, coding)), is(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "identity", "Identity, identity", " , "})
  void whereNothingIsPutOnNothingIsTakenOff(String coding) {
    assertThat(Decoding.isNeeded(answer(TEXT, coding)), is(false));
    assertThat(Decoding.isNeeded(new WireResponse(200, Map.of(), Body.of(TEXT))), is(false));
  }

  @Test
  void aBodyWithoutBytesHasNoCoding() {
    assertThat(Decoding.isNeeded(answer(new byte[0], "gzip")), is(false));
  }

  @ParameterizedTest
  @EnumSource(
      value = Coding.class,
      mode = Mode.INCLUDE,
      names = {"NOT_GZIP", "GZIP_CUT_OFF", "GZIP_WITHOUT_LENGTH", "GZIP_WRONG_CHECKSUM"})
  void aBodyThatIsNotWhatItsCodingSaysIsMalformed(Coding coding) {
    WireResponse answer = answer(coding.encode(TEXT), coding.token());
    WireException refused =
        assertThrows(WireException.class, () -> Decoding.decode(answer, ENOUGH));
    assertThat(refused.reason(), is(Reason.MALFORMED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br"})
  void damagedBytesAreMalformedOrOtherBytesButNothingElse(String coding) throws Exception {
    byte[] coded =
        switch (coding) {
          case "gzip" -> Coding.GZIP.encode(TEXT);
          case "deflate" -> Coding.DEFLATE.encode(TEXT);
          default -> Brotli.LARGE.compressed();
        };
    Random random = new Random(5);
    for (int i = 0; i < 1_000; i++) {
      byte[] damaged = Arrays.copyOf(coded, 1 + random.nextInt(coded.length));
      for (int damages = random.nextInt(4); damages >= 0; damages--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        Decoding.decode(answer(damaged, coding), ENOUGH).body().close();
      } catch (WireException e) {
        // A few bytes of brotli can stand for many.
        assertThat(e.reason() == Reason.MALFORMED || e.reason() == Reason.TOO_LARGE, is(true));
      }
    }
  }

  @Test
  void theLimitIsThatOfTheDecodedBody() throws Exception {
    byte[] coded = Coding.GZIP.encode(TEXT);
    Decoding.decode(answer(coded, "gzip"), TEXT.length).body().close();

    WireException refused =
        assertThrows(
            WireException.class, () -> Decoding.decode(answer(coded, "gzip"), TEXT.length - 1));
    assertThat(refused.reason(), is(Reason.TOO_LARGE));
    assertThat(refused.detail(), is("The body has more than 9999 bytes when decoded"));
  }

  @Test
  void aBombIsStoppedAtTheLimit() {
    WireException refused =
        assertThrows(
            WireException.class,
            () -> Decoding.decode(answer(Brotli.BOMB.compressed(), "br"), 1 << 20));
    assertThat(refused.reason(), is(Reason.TOO_LARGE));
  }
}
