package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.http.pages.Page;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ChainTest {
  private static final FetchRequest FIRST = FetchRequest.get("api", "items", "/items");
  private static final FetchRequest COUNT = FIRST.withRole(Role.COUNT);

  private final Chain chain = new Chain(FIRST);

  private static FetchRequest page(int number) {
    return FIRST.atPage(number, "/items?page=" + number);
  }

  private static Page holding(long records) {
    return new Page(List.of(), OptionalLong.of(records), OptionalLong.empty(), Optional.empty());
  }

  private static Page holding(long records, long total) {
    return new Page(List.of(), OptionalLong.of(records), OptionalLong.of(total), Optional.empty());
  }

  private static Page naming(String mark) {
    return new Page(
        List.of(page(9)), OptionalLong.empty(), OptionalLong.empty(), Optional.of(mark));
  }

  private void answered(FetchRequest request, Page page) {
    chain.begin();
    chain.answered(request, page);
  }

  private void refused(FetchRequest request, Page page, String sha256, String detail) {
    BadRecordException refused =
        assertThrows(BadRecordException.class, () -> chain.requireNew(request, page, sha256));
    assertThat(refused.reason(), is(Reason.MALFORMED));
    assertThat(refused.detail(), is(detail));
  }

  @Test
  void aPageThatComesAgainUnderAnotherNumberIsRefused() throws Exception {
    chain.requireNew(page(0), holding(3), "a");
    chain.requireNew(page(1), holding(3), "b");
    refused(page(2), holding(3), "a", "Page 2 is the same as one before it");
  }

  @Test
  void aPageThatIsFetchedAgainIsNoOther() throws Exception {
    chain.requireNew(page(1), naming("x"), "a");
    chain.requireNew(page(1), naming("x"), "a");
  }

  @Test
  void emptyPagesMayBeTheSame() throws Exception {
    chain.requireNew(page(0), holding(0), "a");
    chain.requireNew(page(1), holding(0), "a");
    chain.requireNew(page(2), Page.last(), "b");
    chain.requireNew(page(3), Page.last(), "b");
  }

  @Test
  void aPageWhoseRecordsNobodyCountedIsNewIfMoreFollows() throws Exception {
    chain.requireNew(page(0), naming("x"), "a");
    refused(page(1), naming("y"), "a", "Page 1 is the same as one before it");
  }

  @Test
  void aPlaceThatIsNamedTwiceIsACircle() throws Exception {
    chain.requireNew(page(0), naming("x"), "a");
    chain.requireNew(page(1), naming("y"), "b");
    refused(
        page(2), naming("x"), "c", "Page 2 names a next page that another one has named before");
  }

  @Test
  void countsMayBeTheSame() throws Exception {
    chain.requireNew(COUNT, holding(1), "a");
    chain.requireNew(page(1), holding(1), "a");
  }

  @Test
  void chainsDoNotKnowEachOther() throws Exception {
    chain.requireNew(page(0), naming("x"), "a");
    new Chain(page(1)).requireNew(page(1), naming("x"), "a");
  }

  @Test
  void onlyTheChildrenOfAParentHaveChainsOfTheirOwn() {
    FetchRequest parent = FIRST.withRole(Role.PARENT);
    FetchRequest next = parent.atPage(1, "/items?page=1");

    assertThat(chain.of(FIRST, page(1)), is(sameInstance(chain)));
    assertThat(chain.of(COUNT, page(1)), is(sameInstance(chain)));
    assertThat(chain.of(parent, next), is(sameInstance(chain)));
    Chain child = chain.of(parent, FIRST);
    assertThat(child, is(not(sameInstance(chain))));
    assertThat(child.first(), is(FIRST));
  }

  @Test
  void aChainWithAllItsRecordsIsComplete() {
    chain.begin();
    chain.begin();
    chain.answered(page(0), holding(3, 5));
    assertThat(chain.incomplete(), is(Optional.empty()));
    chain.answered(page(1), holding(2, 5));
    assertThat(chain.incomplete(), is(Optional.empty()));
  }

  @Test
  void aChainWithLessOrMoreThanItDeclaredIsIncomplete() {
    answered(COUNT, holding(0, 5));
    answered(page(1), holding(4));
    assertThat(
        chain.incomplete(),
        is(Optional.of("The API declared 5 records for all pages, and 4 came")));
    answered(page(2), holding(2));
    assertThat(
        chain.incomplete(),
        is(Optional.of("The API declared 5 records for all pages, and 6 came")));
  }

  @Test
  void whereTotalsDifferAnyNumberBetweenThemIsComplete() {
    answered(page(0), holding(3, 8));
    answered(page(1), holding(3, 6));
    assertThat(chain.incomplete(), is(Optional.empty()));
    answered(page(2), holding(3, 7));
    assertThat(
        chain.incomplete(),
        is(Optional.of("The API declared 8 records for all pages, and 9 came")));
  }

  @Test
  void aChainThatIsNotAtItsEndIsNotJudged() {
    chain.begin();
    answered(page(0), holding(3, 5));
    assertThat(chain.incomplete(), is(Optional.empty()));
  }

  @Test
  void whatCannotBeCountedIsNotJudged() {
    answered(page(0), holding(3, 5));
    answered(page(1), Page.last());
    assertThat(chain.incomplete(), is(Optional.empty()));
  }

  @Test
  void aChainWithAPageThatWasGivenUpIsToldOfElsewhere() {
    answered(page(0), holding(3, 5));
    chain.begin();
    chain.gaveUp();
    assertThat(chain.incomplete(), is(Optional.empty()));
  }

  @Test
  void aChainThatDeclaredNothingIsNotJudged() {
    answered(page(0), holding(3));
    assertThat(chain.incomplete(), is(Optional.empty()));
  }
}
