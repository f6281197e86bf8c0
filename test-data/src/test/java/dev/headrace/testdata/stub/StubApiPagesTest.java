package dev.headrace.testdata.stub;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StubApiPagesTest {

  private static final List<String> RECORDS =
      IntStream.range(0, 7).mapToObj(Integer::toString).toList();
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

  /** Enough to see that something does not end. */
  private static final int PAGES = 6;

  static Stream<Arguments> styles() {
    return Stream.of(
        of(Paged::linkHeader),
        of(Paged::offset),
        of(Paged::numbered),
        of(Paged::cursorInBody),
        of(Paged::cursorInHeader),
        of(Paged::nextLinkInBody));
  }

  static Stream<Arguments> stylesThatNameTheNextPage() {
    return Stream.of(
        of(Paged::linkHeader), of(Paged::cursorInBody),
        of(Paged::cursorInHeader), of(Paged::nextLinkInBody));
  }

  @ParameterizedTest
  @MethodSource("styles")
  void servesEveryRecordOnce(Style style) throws Exception {
    assertThat(read(style.of(RECORDS, 3)), contains("012", "345", "6"));
    assertThat(read(style.of(RECORDS, 7)), contains("0123456"));
    assertThat(read(style.of(RECORDS, 100).atMost(4)), contains("0123", "456"));
    assertThat(read(style.of(List.of(), 3)), contains(""));
  }

  @ParameterizedTest
  @MethodSource("styles")
  void declaresAPageTooMany(Style style) throws Exception {
    Paged paged = style.of(RECORDS, 3).misbehaving(PageFault.TOTAL_TOO_HIGH);

    assertThat(read(paged), contains("012", "345", "6", ""));
  }

  @ParameterizedTest
  @MethodSource("styles")
  void repeatsAPage(Style style) throws Exception {
    Paged paged = style.of(RECORDS, 3).misbehaving(PageFault.REPEATED_PAGE);

    assertThat(read(paged), contains("012", "345", "345"));
  }

  @ParameterizedTest
  @MethodSource("styles")
  void namesPagesForEver(Style style) throws Exception {
    Paged empty = style.of(RECORDS, 3).misbehaving(PageFault.ENDLESS_EMPTY);
    Paged full = style.of(RECORDS, 3).misbehaving(PageFault.ENDLESS_FULL);

    assertThat(read(empty), contains("012", "345", "6", "", "", ""));
    assertThat(read(full), contains("012", "345", "6", "012", "345", "6"));
  }

  @ParameterizedTest
  @MethodSource("stylesThatNameTheNextPage")
  void repeatsACursor(Style style) throws Exception {
    Paged paged = style.of(RECORDS, 3).misbehaving(PageFault.REPEATED_CURSOR);

    assertThat(read(paged), contains("012", "345", "345", "345", "345", "345"));
  }

  @Test
  void knowsWhatAStyleCannotGetWrong() {
    Paged offset = Paged.offset(RECORDS, 3);
    Paged single = Paged.single(RECORDS);

    assertThrows(
        IllegalArgumentException.class, () -> offset.misbehaving(PageFault.REPEATED_CURSOR));
    assertThrows(IllegalArgumentException.class, () -> single.misbehaving(PageFault.ENDLESS_FULL));
    assertThrows(IllegalArgumentException.class, offset::withoutLast);
  }

  @Test
  void servesASinglePage() throws Exception {
    assertThat(get(Paged.single(RECORDS), "?limit=2"), is("{\"items\":[0,1,2,3,4,5,6]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?offset=5&limit=2 | {\"items\":[5,6],\"offset\":5,\"limit\":2,\"total\":7}",
        "?offset=70        | {\"items\":[],\"offset\":70,\"limit\":3,\"total\":7}",
        "?offset=-1        | {\"message\":\"out of range\"}",
        "?limit=0          | {\"message\":\"out of range\"}",
        "?limit=x          | {\"message\":\"unknown cursor, or not a number\"}"
      })
  void takesOffsetAndLimit(String query, String body) throws Exception {
    assertThat(get(Paged.offset(RECORDS, 3), query), is(body));
  }

  @Test
  void refusesAnUnknownCursor() throws Exception {
    try (StubApi api = StubApi.start(Paged.cursorInBody(RECORDS, 3))) {
      assertThat(Http.get(api, "/?cursor=nonsense").statusCode(), is(400));
      assertThat(Http.get(api, "/?cursor=bm9uc2Vuc2U=").statusCode(), is(400));
    }
  }

  @Test
  void linksAsGitHubDoes() throws Exception {
    try (StubApi api = StubApi.start(Paged.linkHeader(RECORDS, 3))) {
      String link = Http.header(Http.get(api, "/x?q=a%26b&page=2"), "Link").orElseThrow();

      String page = "<" + api.baseUri() + "/x?q=a%26b&page=";
      assertThat(
          link,
          is(
              String.join(
                  ", ",
                  page + "1>; rel=\"first\"",
                  page + "1>; rel=\"prev\"",
                  page + "3>; rel=\"next\"",
                  page + "3>; rel=\"last\"")));
    }
  }

  @Test
  void leavesOutTheLinkToTheLastPage() throws Exception {
    Paged paged = Paged.linkHeader(RECORDS, 3).withoutLast();
    try (StubApi api = StubApi.start(paged)) {
      String link = Http.header(Http.get(api, "/"), "Link").orElseThrow();

      assertThat(link, containsString("rel=\"next\""));
      assertThat(link, not(containsString("last")));
      assertThat(read(paged), contains("012", "345", "6"));
    }
  }

  @Test
  void replaysTheIssuesOfGitHub() throws Exception {
    try (StubApi api = StubApi.start(GitHubIssues.load())) {
      List<Integer> numbers = new ArrayList<>();
      List<Integer> lengths = new ArrayList<>();
      String next = api.baseUri() + GitHubIssues.FIRST_PAGE;
      while (!next.isEmpty()) {
        HttpResponse<byte[]> response = Http.get(next);
        lengths.add(response.body().length);
        Http.json(response).forEach(issue -> numbers.add(issue.get("number").intValue()));
        next = link(response);
      }

      assertThat(numbers, is(IntStream.rangeClosed(1, 13).mapToObj(i -> 14 - i).toList()));
      assertThat(numbers.size(), is(GitHubIssues.ISSUES));
      // What GitHub said in its Content-Length headers.
      assertThat(lengths, contains(7042, 7024, 7015, 7015, 2339));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/repositories/1000/issues?per_page=3&page=6"})
  void doesNotKnowWhatWasNotRecorded(String target) throws Exception {
    try (StubApi api = StubApi.start(GitHubIssues.load())) {
      assertThat(
          Http.get(api, "/repositories/1000/issues?page=2&per_page=3").statusCode(), is(200));
      assertThat(Http.get(api, target).statusCode(), is(404));
    }
  }

  /** The records of each page, as a client finds them. */
  private static List<String> read(Paged paged) throws Exception {
    List<String> pages = new ArrayList<>();
    try (StubApi api = StubApi.start(paged)) {
      String next = api.baseUri() + "/";
      while (!next.isEmpty() && pages.size() < PAGES) {
        HttpResponse<byte[]> response = Http.get(next);
        JsonNode body = Http.json(response);
        StringBuilder records = new StringBuilder();
        (body.isArray() ? body : body.get("items")).forEach(records::append);
        pages.add(records.toString());
        next = next(api.baseUri() + "/", response, body);
      }
    }
    return pages;
  }

  private static String next(String base, HttpResponse<byte[]> response, JsonNode body) {
    if (body.has("total")) {
      int following = body.get("offset").intValue() + body.get("limit").intValue();
      return following < body.get("total").intValue() ? base + "?offset=" + following : "";
    }
    if (body.has("total_pages")) {
      int following = body.get("page").intValue() + 1;
      return following <= body.get("total_pages").intValue() ? base + "?page=" + following : "";
    }
    if (body.has("next")) {
      return body.get("next").asText("");
    }
    if (body.has("next_cursor")) {
      String cursor = body.get("next_cursor").asText("");
      return cursor.isEmpty() ? "" : base + "?cursor=" + cursor;
    }
    return Http.header(response, "X-Next-Cursor")
        .map(cursor -> base + "?cursor=" + cursor)
        .orElseGet(() -> link(response));
  }

  private static String link(HttpResponse<byte[]> response) {
    Matcher matcher = NEXT.matcher(Http.header(response, "Link").orElse(""));
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String get(Paged paged, String query) throws Exception {
    try (StubApi api = StubApi.start(paged)) {
      return Http.json(Http.get(api, "/" + query)).toString();
    }
  }

  private static Arguments of(Style style) {
    return Arguments.of(style);
  }

  /** A factory of {@link Paged}. */
  private interface Style {

    Paged of(List<String> records, int size);
  }
}
