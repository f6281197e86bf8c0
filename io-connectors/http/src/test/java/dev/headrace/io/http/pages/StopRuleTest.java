package dev.headrace.io.http.pages;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StopRuleTest {
  private static final FetchRequest FIRST = FetchRequest.get("source", "resource", "/items");
  private static final CursorPages PAGES = CursorPages.of("/c", "c").withRecords("/r");

  private static List<FetchRequest> next(Paginator paginator, FetchRequest request, String body)
      throws BadRecordException {
    return SerializableUtils.clone(paginator).after(Answers.to(request, body)).next();
  }

  static Stream<Arguments> rules() {
    StopRule total = StopRule.totalReached("/n", "/r");
    return Stream.of(
        arguments(StopRule.emptyPage("/r"), "{\"c\":1,\"r\":[]}", "{\"c\":1,\"r\":[0]}"),
        arguments(StopRule.noMore("/more"), "{\"c\":1,\"more\":false}", "{\"c\":1,\"more\":true}"),
        arguments(StopRule.lastPage("/end"), "{\"c\":1,\"end\":true}", "{\"c\":1,\"end\":false}"),
        arguments(total, "{\"c\":1,\"r\":[0],\"n\":1}", "{\"c\":1,\"r\":[0],\"n\":2}"),
        arguments(total, "{\"c\":1,\"r\":[0],\"n\":0}", "{\"c\":1,\"r\":[0],\"n\":9}"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aRuleStopsWhatThePaginatorWouldFollow(StopRule rule, String last, String other)
      throws BadRecordException {
    Paginator links = LinkHeaderPages.create();
    Map<String, String> link = Map.of("link", "</items?c=1>; rel=next");

    assertThat(next(PAGES.until(rule), FIRST, last), is(empty()));
    assertThat(PAGES.until(rule).after(Answers.to(FIRST, last)).mark().isEmpty(), is(true));
    assertThat(next(PAGES.until(rule), FIRST, other).size(), is(1));
    assertThat(links.until(rule).after(Answers.to(FIRST, link, last)).next(), is(empty()));
    assertThat(links.until(rule).after(Answers.to(FIRST, link, other)).next().size(), is(1));
    Paginator unknown = response -> PAGES.after(response);
    assertThat(unknown.until(rule).after(Answers.to(FIRST, last)).next(), is(empty()));
    assertThat(unknown.until(rule).after(Answers.to(FIRST, other)).next().size(), is(1));
  }

  @Test
  void aRuleIsAskedBeforeThePaginatorTakesTheEndForAnError() throws BadRecordException {
    FetchRequest second = FIRST.atPage(1, "/items?c=1");
    String last = "{\"c\":1,\"more\":false,\"r\":[7]}";

    assertThrows(BadRecordException.class, () -> next(PAGES, second, last));
    Page page = PAGES.until(StopRule.noMore("/more")).after(Answers.to(second, last));
    assertThat(page.next(), is(empty()));
    assertThat(page.records().orElseThrow(), is(1L));
  }

  @Test
  void recordsAreCountedFromPageToPageWhateverTheirSize() throws BadRecordException {
    Paginator pages = PAGES.until(StopRule.totalReached("/n", "/r"));
    FetchRequest second = next(pages, FIRST, "{\"c\":1,\"n\":4,\"r\":[0,0]}").get(0);
    FetchRequest third = next(pages, second, "{\"c\":2,\"n\":4,\"r\":[0]}").get(0);

    assertThat(third.context(), is(Map.of("pages.records", "3")));
    assertThat(next(pages, third, "{\"c\":3,\"n\":4,\"r\":[0]}"), is(empty()));
    assertThat(next(pages, third, "{\"c\":3,\"n\":5,\"r\":[0]}").size(), is(1));
  }

  @Test
  void maxPagesStopsWithoutAnErrorWhetherOneByOneOrAllAtOnce() throws BadRecordException {
    Paginator oneByOne = PAGES.until(StopRule.maxPages(2));
    FetchRequest second = next(oneByOne, FIRST, "{\"c\":1,\"r\":[]}").get(0);
    assertThat(next(oneByOne, second, "{\"c\":2,\"r\":[]}"), is(empty()));
    assertThrows(BadRecordException.class, () -> next(PAGES.withMaxPages(2), second, "{\"c\":2}"));

    Paginator atOnce =
        NumberedPages.of("page", "/r").withTotalPages("/n").until(StopRule.maxPages(3));
    assertThat(next(atOnce, FIRST, "{\"n\":9}").size(), is(2));
    Paginator counted = OffsetPages.ofTotal("/n", 1).until(StopRule.maxPages(3));
    assertThat(next(counted, FIRST.withRole(Role.COUNT), "{\"n\":9}").size(), is(3));
  }

  @Test
  void rulesCanBeJoinedAndLeaveWhatCountsAlone() throws BadRecordException {
    Paginator pages = PAGES.until(StopRule.emptyPage("/r")).until(StopRule.noMore("/more"));
    assertThat(next(pages, FIRST, "{\"c\":1,\"more\":true,\"r\":[1]}").size(), is(1));
    assertThat(next(pages, FIRST, "{\"c\":1,\"more\":true,\"r\":[]}"), is(empty()));
    assertThat(next(pages, FIRST, "{\"c\":1,\"more\":false,\"r\":[1]}"), is(empty()));
    Paginator counted = OffsetPages.ofTotal("/n", 1).until(StopRule.emptyPage("/r"));
    assertThat(next(counted, FIRST.withRole(Role.COUNT), "{\"n\":2}").size(), is(2));
  }
}
