package dev.headrace.io.http.pages;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PaginatorTest {
  private static final FetchRequest FIRST =
      FetchRequest.get("source", "resource", "/items?q=a%20b");

  private static RawResponse answer(FetchRequest request, String link, String body) {
    Map<String, String> headers = link.isEmpty() ? Map.of() : Map.of("link", link);
    return Answers.to(request, headers, body);
  }

  private static List<String> next(
      Paginator paginator, FetchRequest request, String link, String body)
      throws BadRecordException {
    return paginator.after(answer(request, link, body)).next().stream()
        .map(FetchRequest::url)
        .toList();
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
            List.of("/items?q=a%20b&page=2", "/items?q=a%20b&page=3")),
        arguments(
            "next without results",
            links,
            "</i?c=1>; rel=\"next\"; results=\"false\"; cursor=\"1\"",
            "[]",
            List.of()),
        arguments(
            "link with characters that must be escaped",
            nextLink,
            "",
            "{\"links\":{\"next\":\" /i?f=a|b é \"}}",
            List.of("/i?f=a%7Cb%20%C3%A9")),
        arguments("no body", cursor, "", "", List.of()),
        arguments("no body to a flag", flagged, "", "", List.of()),
        arguments("no body of a numbered page", numbered, "", "", List.of()));
  }

  private static CursorPages cursor(String pointer) {
    return CursorPages.of(pointer, "after");
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
            "no boolean at \"/more\""),
        arguments(
            "more without a cursor",
            CursorPages.of("/c", "after").withHasMore("/more"),
            FIRST,
            "",
            "{\"more\":true}",
            "there is no cursor"),
        arguments(
            "cursor that is too long",
            cursor,
            FIRST,
            "",
            "{\"c\":\"" + "x".repeat(20_000) + "\"}",
            "of usual length"),
        arguments(
            "link header that is no URL",
            LinkHeaderPages.create(),
            FIRST,
            "<http://[>; rel=next",
            "",
            "is no URL"),
        arguments(
            "total that is none",
            cursor("/c").withTotal("/t"),
            FIRST,
            "",
            "{\"t\":\"many\"}",
            "no total at \"/t\""),
        arguments(
            "no array to count by",
            OffsetPages.oneByOne("/items", 10),
            FIRST,
            "",
            "{}",
            "no array at \"/items\""),
        arguments(
            "no total to count by",
            OffsetPages.ofFirstPage("/total", "/items", 10),
            FIRST,
            "",
            "{\"items\":[]}",
            "no whole number at /total"),
        arguments(
            "nothing counted",
            OffsetPages.ofTotal("/total", 10),
            FIRST.withRole(Role.COUNT),
            "",
            "",
            "no whole number at /total"),
        arguments(
            "rule without its flag",
            LinkHeaderPages.create().until(StopRule.noMore("/more")),
            FIRST,
            "",
            "{}",
            "no boolean at \"/more\""),
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
            "no array at \"/items\""),
        arguments(
            "no total",
            NumberedPages.of("page", "").withTotalPages("/t"),
            FIRST,
            "",
            "{\"t\":\"3\"}",
            "no number of pages at \"/t\""));
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
    List<FetchRequest> pages = LinkHeaderPages.create().after(answer(FIRST, link, "[]")).next();

    assertThat(pages.stream().map(FetchRequest::page).toList(), is(List.of(1, 2)));
    String linkOfSecond = "</i?page=3>; rel=next, </i?page=3>; rel=last";
    assertThat(
        LinkHeaderPages.create().after(answer(pages.get(0), linkOfSecond, "[]")).next(),
        is(List.of()));
  }

  /** What a page tells besides what follows; -1 and empty stand for nothing. */
  static Stream<Arguments> told() {
    FetchRequest count = FIRST.withRole(Role.COUNT);
    Paginator counted = OffsetPages.ofTotal("/n", 2).withRecords("/r");
    Paginator first = OffsetPages.ofFirstPage("/n", "/r", 2);
    Paginator oneByOne = OffsetPages.oneByOne("/r", 2);
    Paginator cursor = cursor("/c").withRecords("/r").withTotal("/n");
    Paginator link = NextLinkPages.at("/c").withRecords("/r").withTotal("/n");
    Paginator numbered = NumberedPages.of("page", "/r").withTotal("/n");
    String two = "{\"r\":[1,2],\"n\":5,\"c\":\"x\"}";
    String none = "{\"r\":[],\"n\":5}";
    return Stream.of(
        arguments("single", Paginator.singlePage(), FIRST, two, -1, -1, ""),
        arguments("what counts", counted, count, two, 0, 5, ""),
        arguments("what was counted", counted, FIRST, two, 2, -1, ""),
        arguments("all of a first page", first, FIRST, two, 2, 5, ""),
        arguments("a first page further on", first, atOffset(4), two, 2, 1, ""),
        arguments("one by one", oneByOne, FIRST, two, 2, -1, "2"),
        arguments("one by one, the last", oneByOne, FIRST, none, 0, -1, ""),
        arguments("cursor", cursor, FIRST, two, 2, 5, "x"),
        arguments("cursor, the last", cursor, FIRST, none, 0, 5, ""),
        arguments("cursor, no body", cursor, FIRST, "", 0, -1, ""),
        arguments("link", link, FIRST, two, 2, 5, "/x"),
        arguments("numbered", numbered, FIRST, two, 2, 5, "2"),
        arguments(
            "numbered, no array",
            numbered.until(StopRule.maxPages(1)),
            FIRST,
            "{\"n\":5}",
            -1,
            -1,
            ""),
        arguments("detected", DetectedPages.create().withRecords("/r"), FIRST, two, 2, -1, ""),
        arguments("stopped", cursor.until(StopRule.emptyPage("/r")), FIRST, none, 0, 5, ""),
        arguments(
            "left out on purpose", cursor.until(StopRule.maxPages(9)), FIRST, two, 2, -1, "x"));
  }

  private static FetchRequest atOffset(int offset) {
    return FetchRequest.get("source", "resource", "/items?offset=" + offset);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("told")
  void whatAPageTellsOfItsChain(
      String name,
      Paginator paginator,
      FetchRequest request,
      String body,
      long records,
      long total,
      String mark)
      throws BadRecordException {
    Page page = SerializableUtils.clone(paginator).after(answer(request, "", body));

    assertThat(page.records().orElse(-1), is(records));
    assertThat(page.total().orElse(-1), is(total));
    assertThat(page.mark().orElse(""), is(mark));
  }

  @Test
  void aLinkHeaderNamesItsPageAndAnotherTheTotal() throws BadRecordException {
    Paginator links = LinkHeaderPages.create().withRecords("").withTotalInHeader("X-Total");
    Map<String, String> headers = Map.of("link", "<?page=2>; rel=next", "x-total", "12");
    Page page = links.after(Answers.to(FIRST, headers, "[1,2,3]"));

    assertThat(links.headers(), is(Set.of("link", "x-total")));
    assertThat(page.mark(), is(Optional.of("/items?page=2")));
    assertThat(page.records(), is(OptionalLong.of(3)));
    assertThat(page.total(), is(OptionalLong.of(12)));
    assertThrows(
        BadRecordException.class,
        () -> links.after(Answers.to(FIRST, Map.of("x-total", "many"), "[]")));
    assertThat(
        "a body that nobody counts is not read",
        LinkHeaderPages.create().after(answer(FIRST, "</i?page=2>; rel=next", "a,b")).next().size(),
        is(1));
  }

  @Test
  void aTotalThatIsNowhereIsAnErrorOfTheFirstPageAndNotOfTheNext() throws BadRecordException {
    Paginator pages = NumberedPages.of("page", "/r").withTotal("/totl");
    FetchRequest second = FIRST.atPage(1, "/items?q=a%20b&page=2");

    BadRecordException e =
        assertThrows(
            BadRecordException.class,
            () -> pages.after(answer(FIRST, "", "{\"total\":2,\"r\":[1]}")));

    assertThat(e.detail(), is("There is no total at \"/totl\""));
    assertThat(
        pages.after(answer(second, "", "{\"total\":2,\"r\":[]}")).total(),
        is(OptionalLong.empty()));
    assertThat(pages.after(answer(FIRST, "", "")).total(), is(OptionalLong.empty()));
  }

  @Test
  void aTotalHeaderThatIsNowhereIsAnErrorOfTheFirstPageAndNotOfTheNext() throws BadRecordException {
    Paginator links = LinkHeaderPages.create().withTotalInHeader("X-Totl");
    FetchRequest second = FIRST.atPage(1, "/items?page=2");

    BadRecordException e =
        assertThrows(BadRecordException.class, () -> links.after(answer(FIRST, "", "[]")));

    assertThat(e.detail(), is("There is no total in the header x-totl"));
    assertThat(links.after(answer(second, "", "[]")).total(), is(OptionalLong.empty()));
  }
}
