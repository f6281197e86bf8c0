package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import dev.headrace.io.http.pages.CursorPages;
import dev.headrace.io.http.pages.LinkHeaderPages;
import dev.headrace.io.http.pages.NextLinkPages;
import dev.headrace.io.http.pages.NumberedPages;
import dev.headrace.io.http.pages.OffsetPages;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Handler;
import dev.headrace.testdata.stub.PageFault;
import dev.headrace.testdata.stub.Paged;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of 57 records, ten a page, where an API gets its pages wrong. */
class PageFaultsOverHttpTest {
  private static final int RECORDS = 57;
  private static final List<String> ALL = Records.of(RECORDS);
  private static final int MOST_PAGES = 10;
  private static final NumberedPages NUMBERED =
      NumberedPages.of("page", "/items").withMaxPages(MOST_PAGES);

  private enum Style {
    OFFSET,
    ONE_BY_ONE,
    NUMBERS,
    UNTIL_EMPTY,
    CURSOR,
    HEADER_CURSOR,
    NEXT_LINK,
    LINKS,
    LINKS_ONLY_NEXT;

    Paged api() {
      return switch (this) {
        case OFFSET, ONE_BY_ONE -> Paged.offset(ALL, 10);
        case NUMBERS, UNTIL_EMPTY -> Paged.numbered(ALL, 10);
        case CURSOR -> Paged.cursorInBody(ALL, 10);
        case HEADER_CURSOR -> Paged.cursorInHeader(ALL, 10);
        case NEXT_LINK -> Paged.nextLinkInBody(ALL, 10);
        case LINKS -> Paged.linkHeader(ALL, 10);
        case LINKS_ONLY_NEXT -> Paged.linkHeader(ALL, 10).withoutLast();
      };
    }

    Paginator pages() {
      return switch (this) {
        case OFFSET -> OffsetPages.ofFirstPage("/total", "/items", 10).withMaxPages(MOST_PAGES);
        case ONE_BY_ONE -> OffsetPages.oneByOne("/items", 10).withMaxPages(MOST_PAGES);
        case NUMBERS -> NUMBERED.withTotalPages("/total_pages");
        case UNTIL_EMPTY -> NUMBERED;
        case CURSOR -> CursorPages.of("/next_cursor", "cursor").withMaxPages(MOST_PAGES);
        case HEADER_CURSOR ->
            CursorPages.inHeader("X-Next-Cursor", "cursor").withMaxPages(MOST_PAGES);
        case NEXT_LINK -> NextLinkPages.at("/next").withMaxPages(MOST_PAGES);
        case LINKS -> LinkHeaderPages.create().withRecords("").withMaxPages(MOST_PAGES);
        case LINKS_ONLY_NEXT -> LinkHeaderPages.create().withMaxPages(MOST_PAGES);
      };
    }
  }

  private static FetchRun fetch(StubApi api, Style style) {
    return FetchRun.of(
        FetchRun.fetch(api.baseUri()).withPaginator(style.pages()).withRetries(FetchRun.quick(2)),
        List.of(Records.get("/items")));
  }

  /** The dead letter is of the page after those that landed, but for one that is incomplete. */
  @ParameterizedTest
  @CsvSource({
    "OFFSET,          TOTAL_TOO_HIGH,  INCOMPLETE,   7",
    "OFFSET,          ENDLESS_EMPTY,   OUT_OF_RANGE, 0",
    "OFFSET,          ENDLESS_FULL,    OUT_OF_RANGE, 0",
    "NUMBERS,         ENDLESS_EMPTY,   OUT_OF_RANGE, 0",
    "NUMBERS,         ENDLESS_FULL,    OUT_OF_RANGE, 0",
    "UNTIL_EMPTY,     ENDLESS_FULL,    OUT_OF_RANGE, 9",
    "CURSOR,          REPEATED_CURSOR, MALFORMED,    1",
    "CURSOR,          ENDLESS_EMPTY,   OUT_OF_RANGE, 9",
    "CURSOR,          ENDLESS_FULL,    OUT_OF_RANGE, 9",
    "HEADER_CURSOR,   REPEATED_CURSOR, MALFORMED,    1",
    "HEADER_CURSOR,   REPEATED_PAGE,   MALFORMED,    2",
    "HEADER_CURSOR,   ENDLESS_EMPTY,   MALFORMED,    7",
    "HEADER_CURSOR,   ENDLESS_FULL,    MALFORMED,    6",
    "NEXT_LINK,       REPEATED_CURSOR, MALFORMED,    1",
    "NEXT_LINK,       ENDLESS_EMPTY,   OUT_OF_RANGE, 9",
    "NEXT_LINK,       ENDLESS_FULL,    OUT_OF_RANGE, 9",
    "LINKS,           REPEATED_PAGE,   MALFORMED,    5",
    "LINKS_ONLY_NEXT, REPEATED_CURSOR, MALFORMED,    1",
    "LINKS_ONLY_NEXT, REPEATED_PAGE,   MALFORMED,    2",
    "LINKS_ONLY_NEXT, ENDLESS_EMPTY,   MALFORMED,    7",
    "LINKS_ONLY_NEXT, ENDLESS_FULL,    MALFORMED,    6"
  })
  void isADeadLetterBesidesAllThatLanded(Style style, PageFault fault, Reason reason, int landed) {
    try (StubApi api = StubApi.start(style.api().misbehaving(fault))) {
      FetchRun run = fetch(api, style);

      assertThat(run.reasons(), is(List.of(reason)));
      assertThat(run.landed().size(), is(landed));
      assertThat(run.isBalanced(), is(true));
      assertThat(
          (long) api.requestCount(), is(run.count(Account.PLANNED) + run.count(Account.RETRIES)));
      assertThat(run.count(Account.INCOMPLETE), is(reason == Reason.INCOMPLETE ? 1L : 0L));
      assertThat(Records.idsIn(run), everyItem(is(oneOf(Records.ids(RECORDS).toArray()))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ONE_BY_ONE,      TOTAL_TOO_HIGH",
    "ONE_BY_ONE,      ENDLESS_EMPTY",
    "ONE_BY_ONE,      ENDLESS_FULL",
    "NUMBERS,         TOTAL_TOO_HIGH",
    "UNTIL_EMPTY,     TOTAL_TOO_HIGH",
    "UNTIL_EMPTY,     ENDLESS_EMPTY",
    "CURSOR,          TOTAL_TOO_HIGH",
    "HEADER_CURSOR,   TOTAL_TOO_HIGH",
    "NEXT_LINK,       TOTAL_TOO_HIGH",
    "LINKS,           TOTAL_TOO_HIGH",
    "LINKS,           REPEATED_CURSOR",
    "LINKS_ONLY_NEXT, TOTAL_TOO_HIGH"
  })
  void doesNoHarmWhereItIsNotGoneBy(Style style, PageFault fault) {
    try (StubApi api = StubApi.start(style.api().misbehaving(fault))) {
      FetchRun run = fetch(api, style);

      assertThat(Records.idsIn(run), is(Records.ids(RECORDS)));
      assertThat(run.deadLetters(), is(empty()));
      assertThat(run.isBalanced(), is(true));
    }
  }

  @Test
  void anApiThatDoesNotHeedThePageItIsAskedForDoesNotLandTheFirstOneSixTimes() {
    Answer first =
        Answer.json(Records.of(10).toString())
            .withHeader("Link", "</items?page=2>; rel=\"next\", </items?page=6>; rel=\"last\"");
    try (StubApi api = StubApi.start(Handler.always(first))) {
      FetchRun run =
          FetchRun.of(
              FetchRun.fetch(api.baseUri())
                  .withPaginator(LinkHeaderPages.create())
                  .withRetries(FetchRun.quick(2)),
              List.of(Records.get("/items")));

      assertThat(Records.idsIn(run), is(Records.ids(10)));
      assertThat(run.reasons(), is(Collections.nCopies(5, Reason.MALFORMED)));
      assertThat(run.isBalanced(), is(true));
    }
  }
}
