package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.io.http.pages.ChildRequests;
import dev.headrace.io.http.pages.CursorPages;
import dev.headrace.io.http.pages.LinkHeaderPages;
import dev.headrace.io.http.policy.ErrorAction;
import dev.headrace.io.http.policy.ErrorRule;
import dev.headrace.io.http.policy.ErrorTable;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Handler;
import dev.headrace.testdata.stub.Paged;
import dev.headrace.testdata.stub.Received;
import dev.headrace.testdata.stub.Routes;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RequestTemplate;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Parents on three pages, and children that are asked for in every way. */
class ChildrenOverHttpTest {
  private static final int PARENTS = 25;
  private static final String SOURCE = "stub";
  private static final Paged PARENT_PAGES = Paged.linkHeader(Records.of(PARENTS), 10);
  private static final Map<String, String> KEYS = Map.of("id", "/id");

  private static ChildRequests children(RequestTemplate template) {
    return ChildRequests.of("", KEYS, template).withParentPages(LinkHeaderPages.create());
  }

  private static ChildRequests byPath() {
    return children(RequestTemplate.get(SOURCE, "items", "/child/{id}"));
  }

  static Stream<Arguments> table() {
    RequestTemplate query = RequestTemplate.get(SOURCE, "items", "/child?ids={id}");
    RequestTemplate post = RequestTemplate.post(SOURCE, "items", "/child", "{\"ids\":[{id}]}");
    return Stream.of(
        Arguments.of("in the path", byPath(), 25),
        Arguments.of("in the query", children(query), 25),
        Arguments.of("several in the query", children(query).withIdsPerCall(4), 3 + 3 + 2),
        Arguments.of("in the body", children(post), 25),
        Arguments.of("several in the body", children(post).withIdsPerCall(4), 3 + 3 + 2));
  }

  private static Answer child(Received request) {
    List<String> ids = new ArrayList<>();
    if (request.method().equals("POST")) {
      jsonOf(request).path("ids").forEach(id -> ids.add(id.asText()));
    } else {
      String asked =
          request.parameter("ids").orElse(request.path().substring("/child/".length() - 1));
      Arrays.stream(asked.replace("/", "").split(",", -1)).forEach(ids::add);
    }
    return Answer.json(
        ids.stream()
            .map(id -> "{\"id\":" + id + "}")
            .collect(Collectors.joining(",", "{\"items\":[", "]}")));
  }

  private static JsonNode jsonOf(Received request) {
    try {
      return new ObjectMapper().readTree(request.bodyText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StubApi start(Handler children) {
    return StubApi.start(Routes.create().with("/parents", PARENT_PAGES).with("/child", children));
  }

  private static Fetch fetch(StubApi api, ChildRequests pages) {
    return FetchRun.fetch(api.baseUri()).withPaginator(pages).withRetries(FetchRun.quick(2));
  }

  private static FetchRun run(Fetch fetch, String... parents) {
    return FetchRun.of(
        fetch, Arrays.stream(parents).map(url -> Records.get(url).withRole(Role.PARENT)).toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void everyChildOfEveryPageOfParentsIsFetchedOnce(String name, ChildRequests pages, int calls) {
    try (StubApi api = start(ChildrenOverHttpTest::child)) {
      FetchRun run = run(fetch(api, pages), "/parents?per_page=10");

      assertThat(Records.idsIn(run), is(Records.ids(PARENTS)));
      assertThat(run.deadLetters(), is(empty()));
      assertThat(run.isBalanced(), is(true));
      assertThat(api.requestCount(), is(3 + calls));
    }
  }

  @Test
  void everyChildHasPagesOfItsOwn() {
    try (StubApi api = start(Paged.cursorInBody(Records.of(7), 3))) {
      FetchRun run =
          run(
              fetch(api, byPath().withChildPages(CursorPages.of("/next_cursor", "cursor"))),
              "/parents?per_page=10");

      assertThat(Records.idsIn(run).size(), is(PARENTS * 7));
      assertThat(run.deadLetters(), is(empty()));
      assertThat(run.isBalanced(), is(true));
      assertThat(api.requestCount(), is(3 + PARENTS * 3));
    }
  }

  @Test
  void aChildThatIsGoneIsIgnoredAndAParentThatIsGoneIsNot() {
    Handler some = request -> request.path().endsWith("3") ? Answer.status(404) : child(request);
    ErrorTable errors =
        ErrorTable.defaults().with(ErrorRule.onStatus(404).forChildren().then(ErrorAction.IGNORE));
    try (StubApi api = start(some)) {
      FetchRun run = run(fetch(api, byPath()).withErrors(errors), "/parents?per_page=10", "/gone");

      assertThat(run.count(Account.IGNORED), is(3L));
      assertThat(Records.idsIn(run).size(), is(PARENTS - 3));
      assertThat(Records.idsIn(run).contains(13), is(false));
      assertThat(run.reasons(), is(List.of(Reason.REFUSED)));
      assertThat(FetchRun.requestOf(run.deadLetters().get(0)).path("url").textValue(), is("/gone"));
      assertThat(run.isBalanced(), is(true));
    }
  }
}
