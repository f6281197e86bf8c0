package dev.headrace.pipelines.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.http.pages.ChildRequests;
import dev.headrace.io.http.pages.CursorPages;
import dev.headrace.io.http.pages.DetectedPages;
import dev.headrace.io.http.pages.LinkHeaderPages;
import dev.headrace.io.http.pages.NextLinkPages;
import dev.headrace.io.http.pages.NumberedPages;
import dev.headrace.io.http.pages.OffsetPages;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.fetch.RequestTemplate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every paginator of a file is the one that the Java API makes of the same settings. */
class PaginatorSectionTest {
  private static final String PAGE_SIZE = "page-size: 50\npaginator: ";
  private static final String PAGINATOR = "paginator: ";

  @TempDir Path folder;

  static Stream<Arguments> paginators() {
    return Stream.of(
        Arguments.of(PAGINATOR + "{kind: single}", Paginator.singlePage()),
        Arguments.of(PAGINATOR + "{kind: detected}", Paginator.detected()),
        Arguments.of(
            PAGINATOR + "{kind: detected, records: /items, max-pages: 7}",
            DetectedPages.create().withRecords("/items").withMaxPages(7)),
        Arguments.of(
            PAGE_SIZE + "{kind: offset, total-from: count, total: /count}",
            OffsetPages.ofTotal("/count", 50)),
        Arguments.of(
            PAGE_SIZE
                + "{kind: offset, total-from: count, total: /count, records: /r, first-offset: 1,"
                + " parameters: {limit: l, offset: o}, path: {count: /c, page: /p}, max-pages: 9}",
            OffsetPages.ofTotal("/count", 50)
                .withRecords("/r")
                .withFirstOffset(1)
                .withParameters("l", "o")
                .withPagePath("/c", "/p")
                .withMaxPages(9)),
        Arguments.of(
            PAGE_SIZE + "{kind: offset, total-from: first-page, total: /n, records: /r}",
            OffsetPages.ofFirstPage("/n", "/r", 50)),
        Arguments.of(
            PAGE_SIZE + "{kind: offset, total-from: nowhere, records: /r}",
            OffsetPages.oneByOne("/r", 50)),
        Arguments.of(
            PAGE_SIZE
                + "{kind: offset, total-from: nowhere, records: '', short-page-is-last: true}",
            OffsetPages.oneByOne("", 50).withShortPageAsLast()),
        Arguments.of(
            PAGINATOR + "{kind: page-number, parameter: page, records: /r}",
            NumberedPages.of("page", "/r")),
        Arguments.of(
            PAGINATOR
                + "{kind: page-number, parameter: page, records: /r, total-pages: /pages,"
                + " total: /n, first-page: 0, max-pages: 3}",
            NumberedPages.of("page", "/r")
                .withTotalPages("/pages")
                .withTotal("/n")
                .withFirstPage(0)
                .withMaxPages(3)),
        Arguments.of(
            PAGINATOR + "{kind: cursor, cursor: /next, parameter: cursor}",
            CursorPages.of("/next", "cursor")),
        Arguments.of(
            PAGINATOR
                + "{kind: cursor, cursor: /next, send-in-body: /after, has-more: /more,"
                + " records: /r, total: /n, max-pages: 3}",
            CursorPages.of("/next", "unused")
                .sentInBody("/after")
                .withHasMore("/more")
                .withRecords("/r")
                .withTotal("/n")
                .withMaxPages(3)),
        Arguments.of(
            PAGINATOR + "{kind: cursor, cursor-header: X-Next, send-in-header: X-Cursor}",
            CursorPages.inHeader("X-Next", "unused").sentInHeader("X-Cursor")),
        Arguments.of(
            PAGINATOR + "{kind: next-link, link: /next, records: /r, total: /n, max-pages: 3}",
            NextLinkPages.at("/next").withRecords("/r").withTotal("/n").withMaxPages(3)),
        Arguments.of(
            PAGINATOR + "{kind: link-header, records: /r, total-header: X-Total, max-pages: 3}",
            LinkHeaderPages.create()
                .withRecords("/r")
                .withTotalInHeader("X-Total")
                .withMaxPages(3)));
  }

  @ParameterizedTest
  @MethodSource("paginators")
  void aPaginatorIsThatOfTheJavaApi(String yaml, Paginator expected) {
    assertThat(TestFile.in(folder).with(yaml).define().paginator(), is(expected));
  }

  private static RawResponse answer(FetchRequest request, String body) {
    return RawResponse.of(
        request, 200, Map.of(), Body.of(body.getBytes(UTF_8)), 1, 1, Instant.ofEpochMilli(0));
  }

  private List<FetchRequest> afterFirst(String until, String body) throws Exception {
    Paginator pages =
        TestFile.in(folder)
            .with("paginator: {kind: next-link, link: /next, until: " + until + "}")
            .define()
            .paginator();
    return pages.after(answer(FetchRequest.get("acme", "items", "/things"), body)).next();
  }

  @Test
  void aChainEndsWhereOneOfTheRulesSaysSo() throws Exception {
    String more = "{\"next\":\"/things?c=2\",\"r\":[1],\"n\":2,\"more\":true,\"last\":false}";
    String rules =
        "[{empty-page: /r}, {total-reached: {total: /n, records: /r}}, {no-more: /more},"
            + " {last-page: /last}, {max-pages: 2}]";

    assertThat(afterFirst(rules, more), hasSize(1));
    assertThat(afterFirst(rules, more.replace("[1]", "[]")), is(empty()));
    assertThat(afterFirst(rules, more.replace(":2,", ":1,")), is(empty()));
    assertThat(afterFirst(rules, more.replace("more\":true", "more\":false")), is(empty()));
    assertThat(afterFirst(rules, more.replace("last\":false", "last\":true")), is(empty()));
    assertThat(afterFirst("{max-pages: 1}", more), is(empty()));
  }

  @Test
  void childrenAreThoseOfTheJavaApiAndTheFirstRequestsAreForTheirParents() {
    TestFile file =
        TestFile.in(folder)
            .with(
                """
                paginator:
                  kind: children
                  records: /items
                  keys: {id: /id}
                  request:
                    path: /details
                    query: {ids: "{id}", since: "{window.start}"}
                  ids-per-call: 20
                  parent-pages: {kind: next-link, link: /next}
                  child-pages: {kind: link-header}
                """);

    assertThat(
        file.define().paginator(),
        is(
            ChildRequests.of(
                    "/items",
                    Map.of("id", "/id"),
                    RequestTemplate.get("acme", "items", "/details?ids={id}&since={window.start}"))
                .withIdsPerCall(20)
                .withParentPages(NextLinkPages.at("/next"))
                .withChildPages(LinkHeaderPages.create())));
    assertThat(file.requests().get(0).role(), is(Role.PARENT));
  }

  @Test
  void childrenFindTheWindowAsTheFileWritesIt() throws Exception {
    TestFile file =
        TestFile.in(folder)
            .with(
                """
                request: {path: /things, window: {format: epoch-seconds}}
                paginator:
                  kind: children
                  records: /items
                  keys: {id: /id}
                  request: {path: "/things/{id}", query: {since: "{window.start}"}}
                """);
    FetchRequest parent = file.requests().get(0);

    assertThat(
        file.define().paginator().after(answer(parent, "{\"items\":[{\"id\":7}]}")).next().stream()
            .map(FetchRequest::url)
            .toList(),
        is(List.of("/things/7?since=1517356800")));
  }

  @Test
  void whatIsCountedFirstIsAskedForByARequestThatCounts() {
    String counted = "{kind: offset, total-from: count, total: /n}";
    String parents =
        "{kind: children, records: /r, keys: {id: /id}, request: {path: '/t/{id}'}, parent-pages: "
            + counted
            + "}";

    assertThat(
        TestFile.in(folder).with(PAGE_SIZE + counted).requests().get(0).role(), is(Role.COUNT));
    assertThat(
        TestFile.in(folder).with(PAGE_SIZE + parents).requests().get(0).role(), is(Role.COUNT));
    assertThat(TestFile.in(folder).requests().get(0).role(), is(Role.DATA));
  }
}
