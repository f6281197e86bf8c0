package dev.headrace.io.http.pages;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OffsetPagesTest {
  private static final FetchRequest FIRST =
      FetchRequest.get("source", "resource", "/items?limit=10&id=1&id=2");

  private static List<String> next(Paginator paginator, FetchRequest request, String body)
      throws BadRecordException {
    return paginator.after(Answers.to(request, body)).next().stream()
        .map(FetchRequest::url)
        .toList();
  }

  private static String records(int n) {
    return "\"r\":[" + "0,".repeat(Math.max(n - 1, 0)) + (n > 0 ? "0" : "") + "]";
  }

  @Test
  void whatIsCountedIsFollowedByAllPagesAsDataOfTheSameUrls() throws BadRecordException {
    FetchRequest count = FetchRequest.get("s", "r", "/x/count?a=b|c").withRole(Role.COUNT);
    OffsetPages pages =
        OffsetPages.ofTotal("/n", 10).withFirstOffset(1).withPagePath("/count", "/query");
    Page page = pages.after(Answers.to(count, "{\"n\":21}"));

    assertThat(
        page.next(),
        contains(
            FetchRequest.get("s", "r", "/x/query?a=b|c&limit=10&offset=1"),
            FetchRequest.get("s", "r", "/x/query?a=b|c&limit=10&offset=11")
                .atPage(1, "/x/query?a=b|c&limit=10&offset=11"),
            FetchRequest.get("s", "r", "/").atPage(2, "/x/query?a=b|c&limit=10&offset=21")));
    assertThat(
        "pages that nobody counts are not read",
        next(OffsetPages.ofTotal("/n", 10), page.next().get(0), "a,b"),
        is(empty()));
    byte[] none = {};
    assertThat(pages.after(Answers.to(count, 204, Map.of(), none)).next(), is(empty()));
    assertThrows(
        BadRecordException.class,
        () -> pages.withMaxPages(2).after(Answers.to(count, "{\"n\":21}")));
  }

  @Test
  void aFirstPageWithTheTotalIsFollowedByAllOthersAtOnce() throws BadRecordException {
    OffsetPages pages = OffsetPages.ofFirstPage("/n", "/r", 10);
    String first = "{\"n\":25," + records(10) + "}";

    assertThat(
        next(pages, FIRST, first),
        contains("/items?limit=10&id=1&id=2&offset=10", "/items?limit=10&id=1&id=2&offset=20"));
    Page page = pages.after(Answers.to(FIRST, first));
    assertThat(next(pages, page.next().get(1), first), is(empty()));
    assertThat(next(pages, FIRST, "{\"n\":9," + records(9) + "}"), is(empty()));
  }

  @Test
  void aServerThatCutsPagesIsAskedForPagesOfItsSize() throws BadRecordException {
    assertThat(
        next(
            OffsetPages.ofFirstPage("/n", "/r", 10).withParameters("take", "skip"),
            FetchRequest.get("s", "r", "/items?take=10"),
            "{\"n\":12," + records(5) + "}"),
        contains("/items?take=5&skip=5", "/items?take=5&skip=10"));
  }

  @Test
  void aFirstPageWithoutItsRecordsDeclaresMoreThanItHas() throws BadRecordException {
    Page page =
        OffsetPages.ofFirstPage("/n", "/r", 10).after(Answers.to(FIRST, "{\"n\":3,\"r\":[]}"));

    assertThat(page.next(), is(empty()));
    assertThat(page.records().orElseThrow(), is(0L));
    assertThat(page.total().orElseThrow(), is(3L));
  }

  @Test
  void withoutATotalAPageIsFollowedFromWhereItsRecordsEnd() throws BadRecordException {
    OffsetPages pages = OffsetPages.oneByOne("/r", 10);
    FetchRequest third = FIRST.atPage(2, "/items?limit=10&offset=15");

    assertThat(
        next(pages, FIRST, "{" + records(5) + "}"), contains("/items?limit=10&id=1&id=2&offset=5"));
    assertThat(next(pages, third, "{" + records(10) + "}"), contains("/items?limit=10&offset=25"));
    assertThat(next(pages, third, "{\"r\":[]}"), is(empty()));
    OffsetPages trusting = pages.withShortPageAsLast();
    assertThat(next(trusting, third, "{" + records(9) + "}"), is(empty()));
    assertThat(next(trusting, third, "{" + records(10) + "}").size(), is(1));
  }
}
