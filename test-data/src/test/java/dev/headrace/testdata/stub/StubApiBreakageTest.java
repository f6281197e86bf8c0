package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.testdata.stub.RawClient.Ending;
import dev.headrace.testdata.stub.RawClient.Wire;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StubApiBreakageTest {

  private static final String BODY = "[1,2,3,4]";
  private static final Answer ANSWER = Answer.json(BODY);
  private static final String TYPE = "Content-Type: application/json\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\n" + TYPE;
  private static final String WITH_LENGTH = OK + "Content-Length: 9\r\n\r\n";
  private static final String WITH_CHUNKS = OK + "Transfer-Encoding: chunked\r\n\r\n";

  Stream<Arguments> broken() {
    return Stream.of(
        of(ANSWER.reset(), "", Ending.RESET),
        of(ANSWER.resetAfter(0), WITH_LENGTH, Ending.RESET),
        of(ANSWER.resetAfter(4), WITH_LENGTH + "[1,2", Ending.RESET),
        of(ANSWER.closedWithoutAnswer(), "", Ending.CLOSED),
        of(ANSWER.closedAfter(4), WITH_LENGTH + "[1,2", Ending.CLOSED),
        of(ANSWER.thenClosed(), WITH_LENGTH + BODY, Ending.CLOSED),
        of(ANSWER.chunked().closedAfter(4), WITH_CHUNKS + "3\r\n[1,\r\n1\r\n2\r\n", Ending.CLOSED),
        of(
            ANSWER.chunked().thenClosed(),
            WITH_CHUNKS + "3\r\n[1,\r\n3\r\n2,3\r\n3\r\n,4]\r\n0\r\n\r\n",
            Ending.CLOSED),
        of(
            ANSWER.missingLastChunk(),
            WITH_CHUNKS + "3\r\n[1,\r\n3\r\n2,3\r\n3\r\n,4]\r\n",
            Ending.CLOSED),
        of(
            ANSWER.badChunkSize(),
            WITH_CHUNKS + "3\r\n[1,\r\nnine\r\n2,3\r\nnine\r\n,4]\r\n",
            Ending.CLOSED),
        of(ANSWER.untilClose(), OK + "Connection: close\r\n\r\n" + BODY, Ending.CLOSED),
        of(ANSWER.untilClose().resetAfter(2), OK + "Connection: close\r\n\r\n[1", Ending.RESET),
        of(
            ANSWER.withHead(Head.LENGTH_TOO_LARGE),
            OK + "Content-Length: 19\r\n\r\n" + BODY,
            Ending.CLOSED),
        of(
            ANSWER.withHead(Head.LENGTH_TOO_SMALL).thenClosed(),
            OK + "Content-Length: 4\r\n\r\n" + BODY,
            Ending.CLOSED),
        of(
            ANSWER.withHead(Head.LENGTH_NOT_A_NUMBER).thenClosed(),
            OK + "Content-Length: many\r\n\r\n" + BODY,
            Ending.CLOSED),
        of(
            ANSWER.withHead(Head.TWO_LENGTHS).thenClosed(),
            OK + "Content-Length: 19\r\nContent-Length: 9\r\n\r\n" + BODY,
            Ending.CLOSED),
        of(
            ANSWER.withHeader("Content-Length", "7").thenClosed(),
            OK + "Content-Length: 7\r\n\r\n" + BODY,
            Ending.CLOSED),
        of(
            ANSWER.withHead(Head.GARBAGE_STATUS_LINE).thenClosed(),
            "\u0016\u0003\u0001 this is not HTTP\r\n" + TYPE + "Content-Length: 9\r\n\r\n" + BODY,
            Ending.CLOSED),
        of(
            ANSWER.withHead(Head.LINE_WITHOUT_COLON).thenClosed(),
            OK + "Content-Length: 9\r\nX-This line has no colon\r\n\r\n" + BODY,
            Ending.CLOSED),
        of(
            ANSWER.withHead(Head.EARLY_HINTS).thenClosed(),
            "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
                + WITH_LENGTH
                + BODY,
            Ending.CLOSED),
        of(
            Answer.status(799).thenClosed(),
            "HTTP/1.1 799 Unknown\r\nContent-Length: 0\r\n\r\n",
            Ending.CLOSED),
        of(
            ANSWER.withStatus(204).thenClosed(),
            "HTTP/1.1 204 No Content\r\n" + TYPE + "\r\n",
            Ending.CLOSED),
        of(
            Answer.status(304).withHeader("ETag", "\"1\"").thenClosed(),
            "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n",
            Ending.CLOSED),
        of(
            Answer.redirect(308, "//a b").thenClosed(),
            "HTTP/1.1 308 Permanent Redirect\r\nLocation: //a b\r\nContent-Length: 0\r\n\r\n",
            Ending.CLOSED));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void breaksAsItIsTold(Answer answer, String bytes, Ending ending) throws Exception {
    Wire wire = RawClient.get(answer);

    assertThat(wire.text(), is(bytes));
    assertThat(wire.ending(), is(ending));
  }

  @Test
  void sendsHugeHeads() throws Exception {
    Wire one = RawClient.get(ANSWER.withHead(Head.HUGE_HEADER).thenClosed());
    Wire many = RawClient.get(ANSWER.withHead(Head.MANY_HEADERS).thenClosed());

    assertThat(one.head().length(), is(greaterThan(1 << 20)));
    assertThat(many.head().lines().count(), is(greaterThan(10_000L)));
    assertThat(List.of(one.body(), many.body()), is(List.of(BODY, BODY)));
  }

  @Test
  void stallsBeforeTheHead() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(ANSWER.stallingBeforeHeaders()));
        RawClient client = RawClient.of(api)) {
      client.get("/");

      assertThat(client.isSilent(), is(true));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 9})
  void stallsWithinTheBody(int bytes) throws Exception {
    try (StubApi api = StubApi.start(Handler.always(ANSWER.stallingAfter(bytes)));
        RawClient client = RawClient.of(api)) {
      assertThat(client.get("/").head(), is(WITH_LENGTH));
      assertThat(client.read(bytes), is(BODY.substring(0, bytes)));
      assertThat(client.isSilent(), is(true));
    }
  }

  @Test
  void sendsByteAfterByte() throws Exception {
    Duration interval = Duration.ofMillis(10);
    try (StubApi api = StubApi.start(Handler.always(ANSWER.trickling(interval)));
        RawClient client = RawClient.of(api)) {
      client.get("/").head();
      long start = System.nanoTime();

      assertThat(client.read(9), is(BODY));
      // The first interval may have begun before the head was read.
      assertThat(System.nanoTime() - start, is(greaterThanOrEqualTo(interval.toNanos() * 8)));
    }
  }

  @Test
  void leavesAStaleConnectionInThePool() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(ANSWER.thenClosed()))) {
      HttpResponse<byte[]> response = Http.get(api, "/");

      assertThat(response.body(), is(BODY.getBytes(UTF_8)));
      assertThat(Http.header(response, "Connection").isPresent(), is(false));
    }
  }

  @Test
  void leavesBytesBehindAnAnswerThatIsTooShort() throws Exception {
    try (StubApi api = StubApi.start(Handler.always(ANSWER.withHead(Head.LENGTH_TOO_SMALL)));
        RawClient client = RawClient.of(api)) {
      client.get("/").head();
      assertThat(client.read(4), is("[1,2"));

      assertThat(client.get("/").head(), is(",3,4]" + OK + "Content-Length: 4\r\n\r\n"));
    }
  }

  @ParameterizedTest
  @EnumSource(Spoilage.class)
  void spoilsBodiesButNotTheirLength(Spoilage spoilage) throws Exception {
    Wire wire = RawClient.get(ANSWER.spoiled(spoilage).thenClosed());

    assertThat(wire.body(), is(spoiled(spoilage)));
    assertThat(wire.head(), endsWith("Content-Length: " + wire.body().length() + "\r\n\r\n"));
  }

  @Test
  void failsOrdinaryClients() {
    List<Answer> answers =
        List.of(
            ANSWER.reset(),
            ANSWER.resetAfter(3),
            ANSWER.closedAfter(3),
            ANSWER.closedWithoutAnswer(),
            ANSWER.badChunkSize(),
            ANSWER.missingLastChunk(),
            ANSWER.withHead(Head.GARBAGE_STATUS_LINE),
            ANSWER.withHead(Head.LENGTH_TOO_LARGE));
    for (Answer answer : answers) {
      try (StubApi api = StubApi.start(Handler.always(answer))) {
        assertThrows(IOException.class, () -> Http.get(api, "/"));
      }
    }
  }

  private static Matcher<String> spoiled(Spoilage spoilage) {
    return switch (spoilage) {
      case CUT_OFF -> is("[1,2");
      case HTML -> allOf(startsWith("<!DOCTYPE html>"), not(containsString("[")));
      case EMPTY -> is("");
      case INVALID_UTF8 -> is("[1,2,3,4\u00c3(\u00ff]");
      case BYTE_ORDER_MARK -> is("\u00ef\u00bb\u00bf[1,2,3,4]");
      case NUL_BYTES -> is("[1,2,3,4\0\0\0]");
      case NUL_PADDING -> is(BODY + "\0".repeat(64));
      case UTF_16 -> is("[\u00001\u0000,\u00002\u0000,\u00003\u0000,\u00004\u0000]\u0000");
      case TRAILING_TEXT -> is(BODY + "\nWarning: deprecated");
    };
  }

  private static Arguments of(Answer answer, String bytes, Ending ending) {
    return Arguments.of(answer, bytes, ending);
  }
}
