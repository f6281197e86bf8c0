package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.http.pages.CursorPages;
import dev.headrace.io.http.pages.LinkHeaderPages;
import dev.headrace.io.http.pages.NextLinkPages;
import dev.headrace.io.http.pages.NumberedPages;
import dev.headrace.io.http.pages.OffsetPages;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Handler;
import dev.headrace.testdata.stub.Paged;
import dev.headrace.testdata.stub.Routes;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PagesOverHttpTest {
  private static final int RECORDS = 57;
  private static final List<String> ALL = Records.of(RECORDS);
  private static final Paginator DETECTED = Paginator.detected();
  private static final FetchRequest BY_LIMIT = Records.get("/items?limit=10");
  private static final FetchRequest BY_SIZE = Records.get("/items?per_page=10");

  /** How an API pages, how it is read, and what that takes. */
  private record Row(
      String style, Handler api, Paginator pages, FetchRequest first, int requests, boolean fans) {

    Row(String style, Handler api, Paginator pages, FetchRequest first, int requests) {
      this(style, api, pages, first, requests, false);
    }

    /** The pages are fetched at the same time. */
    Row fanning() {
      Handler slow = request -> api.answer(request).after(Duration.ofMillis(200));
      return new Row(style, slow, pages, first, requests, true);
    }

    @Override
    public String toString() {
      return style;
    }
  }

  static Stream<Row> table() {
    Paged offset = Paged.offset(ALL, 10);
    Paged numbered = Paged.numbered(ALL, 10);
    Paged links = Paged.linkHeader(ALL, 10);
    Paged cursor = Paged.cursorInBody(ALL, 10);
    Paged nextLink = Paged.nextLinkInBody(ALL, 10);
    Handler counted =
        Routes.create()
            .with("/count", Handler.always(Answer.json("{\"count\":" + RECORDS + "}")))
            .with("/items", offset);
    OffsetPages oneByOne = OffsetPages.oneByOne("/items", 10);
    NumberedPages pages = NumberedPages.of("page", "/items");
    return Stream.of(
        new Row(
                "offset, counted",
                counted,
                OffsetPages.ofTotal("/count", 10).withPagePath("/count", "/items"),
                Records.get("/count").withRole(Role.COUNT),
                7)
            .fanning(),
        new Row(
                "offset, total on the first page",
                offset,
                OffsetPages.ofFirstPage("/total", "/items", 10),
                BY_LIMIT,
                6)
            .fanning(),
        new Row("offset, one by one", offset, oneByOne, BY_LIMIT, 7),
        new Row("offset, short is last", offset, oneByOne.withShortPageAsLast(), BY_LIMIT, 6),
        new Row("offset, cut by the server", offset.atMost(8), oneByOne, BY_LIMIT, 9),
        new Row("numbers", numbered, pages.withTotalPages("/total_pages"), BY_SIZE, 6).fanning(),
        new Row("numbers until empty", numbered, pages, BY_SIZE, 7),
        new Row("cursor", cursor, CursorPages.of("/next_cursor", "cursor"), BY_LIMIT, 6),
        new Row(
            "cursor in a header",
            Paged.cursorInHeader(ALL, 10),
            CursorPages.inHeader("X-Next-Cursor", "cursor"),
            BY_LIMIT,
            6),
        new Row("next link", nextLink, NextLinkPages.at("/next"), BY_LIMIT, 6),
        new Row("Link header", links, LinkHeaderPages.create(), BY_SIZE, 6).fanning(),
        new Row(
            "Link header without last", links.withoutLast(), LinkHeaderPages.create(), BY_SIZE, 6),
        new Row("single", Paged.single(ALL), Paginator.singlePage(), BY_LIMIT, 1),
        new Row("detected numbers", numbered, DETECTED, BY_SIZE, 6).fanning(),
        new Row("detected cursor", cursor, DETECTED, BY_LIMIT, 6),
        new Row("detected next link", nextLink, DETECTED, BY_LIMIT, 6),
        new Row("detected Link header", links, DETECTED, BY_SIZE, 6).fanning(),
        new Row("detected Link header without last", links.withoutLast(), DETECTED, BY_SIZE, 6),
        new Row("detected single", Paged.single(ALL), DETECTED, BY_LIMIT, 1));
  }

  @ParameterizedTest
  @MethodSource("table")
  void everyRecordLandsOnceByOneRequestAPage(Row row) {
    try (StubApi api = StubApi.start(row.api())) {
      FetchRun run =
          FetchRun.of(
              FetchRun.fetch(api.baseUri()).withPaginator(row.pages()), List.of(row.first()));

      assertThat(Records.idsIn(run), is(Records.ids(RECORDS)));
      assertThat(run.deadLetters(), is(empty()));
      assertThat(run.count(Account.RETRIES), is(0L));
      assertThat(run.isBalanced(), is(true));
      assertThat(api.requestCount(), is(row.requests()));
      assertThat(run.receipts().size(), is(row.requests()));
      if (row.fans()) {
        assertThat(api.maxConcurrent(), is(greaterThan(1)));
      } else {
        assertThat(api.maxConcurrent(), is(1));
      }
    }
  }
}
