package dev.headrace.io.http.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PaginatorTest {
  private static final FetchRequest FIRST =
      FetchRequest.get("source", "resource", "/items?q=a%20b");

  private static RawResponse answer(FetchRequest request, String link, String body) {
    Map<String, String> headers = link.isEmpty() ? Map.of() : Map.of("link", link);
    return RawResponse.of(
        request, 200, headers, Body.of(body.getBytes(UTF_8)), 1, 1, Instant.ofEpochMilli(0));
  }

  private static List<String> next(
      Paginator paginator, FetchRequest request, String link, String body)
      throws BadRecordException {
    return paginator.after(answer(request, link, body)).stream().map(FetchRequest::url).toList();
  }

  static Stream<Arguments> followed() {
    Paginator links = LinkHeaderPages.create();
    Paginator nextLink = NextLinkPages.at("/links/next");
    Paginator cursor = CursorPages.of("/meta/cursor", "after");
    Paginator flagged = cursor(cursor).withHasMore("/more");
    Paginator numbered = NumberedPages.of("page", "/items");
    Paginator counted = NumberedPages.of("page", "/items").withTotalPages("/pages");
    Paginator fromZero = NumberedPages.of("page", "").withFirstPage(0);
    return Stream.of(
        arguments("none", Paginator.singlePage(), "", "{}", List.of()),
        arguments("no link", links, "", "[]", List.of()),
        arguments("only prev", links, "</items?page=1>; rel=\"prev\"", "[]", List.of()),
        arguments("next", links, "</items?page=2>; rel=next", "[]", List.of("/items?page=2")),
        arguments(
            "next among others",
            links,
            "<https://h/i?c=x>; title=\"a, b\"; rel=\"first prev\", <https://h/i?c=y>; rel=\"Next\"",
            "[]",
            List.of("https://h/i?c=y")),
        arguments(
            "last known",
            links,
            "</items?per=9&page=2>; rel=\"next\", </items?per=9&page=4>; rel=\"last\"",
            "[]",
            List.of("/items?per=9&page=2", "/items?per=9&page=3", "/items?per=9&page=4")),
        arguments(
            "last that is no number",
            links,
            "</items?c=ab>; rel=\"next\", </items?c=zz>; rel=\"last\"",
            "[]",
            List.of("/items?c=ab")),
        arguments("link null", nextLink, "", "{\"links\":{\"next\":null}}", List.of()),
        arguments("link missing", nextLink, "", "{}", List.of()),
        arguments("link", nextLink, "", "{\"links\":{\"next\":\"?c=2\"}}", List.of("/items?c=2")),
        arguments("cursor empty", cursor, "", "{\"meta\":{\"cursor\":\"\"}}", List.of()),
        arguments(
            "cursor",
            cursor,
            "",
            "{\"meta\":{\"cursor\":\"a=/+\"}}",
            List.of("/items?q=a%20b&after=a%3D%2F%2B")),
        arguments(
            "cursor as a number",
            cursor,
            "",
            "{\"meta\":{\"cursor\":17}}",
            List.of("/items?q=a%20b&after=17")),
        arguments(
            "no more", flagged, "", "{\"meta\":{\"cursor\":\"x\"},\"more\":false}", List.of()),
        arguments(
            "more",
            flagged,
            "",
            "{\"meta\":{\"cursor\":\"x\"},\"more\":true}",
            List.of("/items?q=a%20b&after=x")),
        arguments("empty page", numbered, "", "{\"items\":[]}", List.of()),
        arguments("page", numbered, "", "{\"items\":[1]}", List.of("/items?q=a%20b&page=2")),
        arguments("page from zero", fromZero, "", "[1]", List.of("/items?q=a%20b&page=1")),
        arguments("one page", counted, "", "{\"pages\":1}", List.of()),
        arguments("no page", counted, "", "{\"pages\":0}", List.of()),
        arguments(
            "pages",
            counted,
            "",
            "{\"pages\":3}",
            List.of("/items?q=a%20b&page=2", "/items?q=a%20b&page=3")));
  }

  private static CursorPages cursor(Paginator paginator) {
    return (CursorPages) paginator;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("followed")
  void whatFollowsAFirstPage(
      String name, Paginator paginator, String link, String body, List<String> urls)
      throws BadRecordException {
    assertThat(next(paginator, FIRST, link, body), is(urls));
    assertThat(
        "the same when it has travelled",
        next(SerializableUtils.clone(paginator), FIRST, link, body),
        is(urls));
  }

  static Stream<Arguments> refused() {
    Paginator cursor = CursorPages.of("/c", "after").withMaxPages(5);
    FetchRequest second = FIRST.atPage(1, "/items?q=a%20b&after=x");
    FetchRequest fifth = FIRST.atPage(4, "/items?q=a%20b&after=y");
    return Stream.of(
        arguments("own cursor", cursor, second, "", "{\"c\":\"x\"}", "its own cursor"),
        arguments("too many", cursor, fifth, "", "{\"c\":\"x\"}", "more than 5 pages"),
        arguments("no JSON", cursor, FIRST, "", "<html>", "not JSON"),
        arguments("odd cursor", cursor, FIRST, "", "{\"c\":{}}", "neither text nor"),
        arguments(
            "no flag",
            CursorPages.of("/c", "after").withHasMore("/more"),
            FIRST,
            "",
            "{\"c\":\"x\"}",
            "no boolean at /more"),
        arguments(
            "own link",
            LinkHeaderPages.create(),
            FIRST,
            "</items?q=a%20b>; rel=next",
            "",
            "names itself"),
        arguments(
            "last before next",
            LinkHeaderPages.create(),
            FIRST,
            "</i?page=5>; rel=next, </i?page=2>; rel=last",
            "",
            "is before the next"),
        arguments(
            "far too many",
            LinkHeaderPages.create(),
            FIRST,
            "</i?page=2>; rel=next, </i?page=999999999>; rel=last",
            "",
            "more than 10000 pages"),
        arguments("odd link", NextLinkPages.at("/n"), FIRST, "", "{\"n\":7}", "is no text"),
        arguments("no URL", NextLinkPages.at("/n"), FIRST, "", "{\"n\":\"http://[\"}", "is no URL"),
        arguments(
            "no records",
            NumberedPages.of("page", "/items"),
            FIRST,
            "",
            "{}",
            "no array at /items"),
        arguments(
            "no total",
            NumberedPages.of("page", "").withTotalPages("/t"),
            FIRST,
            "",
            "{\"t\":\"3\"}",
            "no number of pages at /t"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void anAnswerThatLeadsNowhereIsAnErrorOfItsChain(
      String name, Paginator paginator, FetchRequest page, String link, String body, String error) {
    BadRecordException e =
        assertThrows(BadRecordException.class, () -> paginator.after(answer(page, link, body)));
    assertThat(e.detail(), containsString(error));
  }

  @Test
  void aPageThatWasFannedOutIsFollowedByNone() throws BadRecordException {
    String link = "</i?page=2>; rel=next, </i?page=3>; rel=last";
    List<FetchRequest> pages = LinkHeaderPages.create().after(answer(FIRST, link, "[]"));

    assertThat(pages.stream().map(FetchRequest::page).toList(), is(List.of(1, 2)));
    String linkOfSecond = "</i?page=3>; rel=next, </i?page=3>; rel=last";
    assertThat(
        LinkHeaderPages.create().after(answer(pages.get(0), linkOfSecond, "[]")), is(List.of()));
  }
}
