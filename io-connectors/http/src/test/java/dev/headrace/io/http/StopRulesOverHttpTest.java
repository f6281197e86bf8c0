package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.http.pages.CursorPages;
import dev.headrace.io.http.pages.StopRule;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Received;
import dev.headrace.testdata.stub.StubApi;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StopRulesOverHttpTest {
  private static final List<String> ALL = Records.of(57);

  /** Has a cursor on every page, and tells in every other way where its records end. */
  private static Answer endless(Received request) {
    int page = request.parameter("cursor", 0);
    List<String> items = ALL.subList(Math.min(57, page * 10), Math.min(57, page * 10 + 10));
    boolean last = page >= 5;
    return Answer.json(
        "{\"items\":[%s],\"next_cursor\":%d,\"total\":57,\"has_more\":%s,\"isLast\":%s}"
            .formatted(String.join(",", items), page + 1, !last, last));
  }

  static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of("emptyPage", StopRule.emptyPage("/items"), 7, 57),
        Arguments.of("totalReached", StopRule.totalReached("/total", "/items"), 6, 57),
        Arguments.of("noMore", StopRule.noMore("/has_more"), 6, 57),
        Arguments.of("lastPage", StopRule.lastPage("/isLast"), 6, 57),
        Arguments.of("maxPages", StopRule.maxPages(3), 3, 30));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void aRuleEndsAChainThatGoesOnForEver(String name, StopRule rule, int requests, int records) {
    try (StubApi api = StubApi.start(StopRulesOverHttpTest::endless)) {
      FetchRun run =
          FetchRun.of(
              FetchRun.fetch(api.baseUri())
                  .withPaginator(
                      CursorPages.of("/next_cursor", "cursor")
                          .withRecords("/items")
                          .withTotal("/total")
                          .until(rule)),
              List.of(Records.get("/items")));

      assertThat(Records.idsIn(run), is(Records.ids(records)));
      assertThat(api.requestCount(), is(requests));
      assertThat(run.deadLetters(), is(empty()));
      assertThat(run.isBalanced(), is(true));
    }
  }
}
