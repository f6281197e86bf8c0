package dev.headrace.io.http.pages;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RequestTemplate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChildRequestsTest {
  private static final FetchRequest PARENT =
      FetchRequest.get("source", "issues", "/repos")
          .withRole(Role.PARENT)
          .withContext(Map.of("since", "2018"));
  private static final ChildRequests ISSUES =
      ChildRequests.of(
          "/repos",
          Map.of("owner", "/owner/login", "repo", "/name"),
          RequestTemplate.get("source", "issues", "/{owner}/{repo}/issues?since={since}"));
  private static final ChildRequests DETAILS =
      ChildRequests.of(
          "", Map.of("id", "/id"), RequestTemplate.get("source", "issues", "/items?ids={id}"));

  private static Page page(Paginator paginator, FetchRequest request, String body)
      throws BadRecordException {
    return SerializableUtils.clone(paginator).after(Answers.to(request, body));
  }

  private static List<String> urls(Page page) {
    return page.next().stream().map(FetchRequest::url).toList();
  }

  @Test
  void everyRecordOfAParentIsFollowedByItsChildOnce() throws BadRecordException {
    Page page =
        page(
            ISSUES,
            PARENT,
            "{\"repos\":[{\"name\":\"x/y\",\"owner\":{\"login\":\"a\"},\"z\":[1]},"
                + "{\"owner\":{\"login\":\"b\"},\"name\":7},"
                + "{\"name\":\"x/y\",\"owner\":{\"login\":\"a\"}}]}");

    assertThat(urls(page), is(List.of("/a/x%2Fy/issues?since=2018", "/b/7/issues?since=2018")));
    FetchRequest child = page.next().get(0);
    assertThat(child.role(), is(Role.DATA));
    assertThat(child.page(), is(0));
    assertThat(
        child.context(), is(Map.of("since", "2018", "parent.owner", "a", "parent.repo", "x/y")));
    assertThat("it starts a chain", Page.isSameChain(PARENT, child), is(false));
    assertThat(page.records().orElseThrow(), is(3L));
  }

  @Test
  void parentsAndChildrenHavePagesOfTheirOwn() throws BadRecordException {
    Paginator pages =
        ISSUES
            .withParentPages(CursorPages.of("/next", "cursor").withTotal("/total"))
            .withChildPages(NumberedPages.of("page", ""));
    Page first =
        page(
            pages,
            PARENT,
            "{\"next\":\"c\",\"total\":2,\"repos\":[{\"name\":\"x\",\"owner\":{\"login\":\"a\"}}]}");
    FetchRequest second = first.next().get(0);

    assertThat(urls(first), is(List.of("/repos?cursor=c", "/a/x/issues?since=2018")));
    assertThat(second.role(), is(Role.PARENT));
    assertThat(Page.isSameChain(PARENT, second), is(true));
    assertThat(first.mark().orElseThrow(), is("c"));
    assertThat(first.total().orElseThrow(), is(2L));
    assertThat(page(pages, second, "{\"repos\":[]}").next(), is(empty()));
    Page ofChild = page(pages, first.next().get(1), "[1]");
    assertThat(urls(ofChild), is(List.of("/a/x/issues?since=2018&page=2")));
    assertThat(ofChild.next().get(0).role(), is(Role.DATA));
    assertThat(pages.headers(), is(Set.of()));
  }

  @Test
  void parentsThatAreCountedOrFoundAtOnceAreParentsAndTheirChildrenHavePages()
      throws BadRecordException {
    Paginator counted =
        DETAILS
            .withParentPages(OffsetPages.ofTotal("/n", 2))
            .withChildPages(NumberedPages.of("page", ""));
    Page count = page(counted, PARENT.withRole(Role.COUNT), "{\"n\":3}");
    assertThat(
        count.next().stream().map(FetchRequest::role).toList(),
        is(List.of(Role.PARENT, Role.PARENT)));
    assertThat(
        urls(page(counted, count.next().get(1), "[{\"id\":5}]")), is(List.of("/items?ids=5")));

    Paginator atOnce =
        DETAILS
            .withParentPages(NumberedPages.of("page", "").withTotalPages("/0/pages"))
            .withChildPages(NumberedPages.of("page", ""));
    Page first = page(atOnce, PARENT, "[{\"id\":1,\"pages\":2}]");
    assertThat(urls(first), is(List.of("/repos?page=2", "/items?ids=1")));
    Page second = page(atOnce, first.next().get(0), "[{\"id\":2}]");
    assertThat(urls(second), is(List.of("/items?ids=2")));
    assertThat(
        "a child is no page of its parents",
        urls(page(atOnce, second.next().get(0), "[0]")),
        is(List.of("/items?ids=2&page=2")));
  }

  @Test
  void manyIdsGoIntoOneCall() throws BadRecordException {
    String records = "[{\"id\":1},{\"id\":2},{\"id\":1},{\"id\":3}]";
    Page page = page(DETAILS.withIdsPerCall(2), PARENT, records);

    assertThat(urls(page), is(List.of("/items?ids=1,2", "/items?ids=3")));
    assertThat(page.next().get(0).context(), is(Map.of("since", "2018", "parent.id", "1,2")));
    Paginator inBody =
        ChildRequests.of(
                "",
                Map.of("id", "/id"),
                RequestTemplate.post("source", "items", "/search", "{\"ids\":[{id}]}"))
            .withIdsPerCall(50);
    assertThat(page(inBody, PARENT, records).next().get(0).body(), is("{\"ids\":[1,2,3]}"));
    assertThat(page(DETAILS.withIdsPerCall(2), PARENT, "[]").next(), is(empty()));
  }

  @Test
  void aWordOfTheParentIsKeptBesideThatOfItsRecord() throws BadRecordException {
    FetchRequest parent = PARENT.withContext(Map.of("id", "own"));
    for (ChildRequests details : List.of(DETAILS, DETAILS.withIdsPerCall(2))) {
      FetchRequest child = page(details, parent, "[{\"id\":1}]").next().get(0);
      assertThat(child.context(), is(Map.of("id", "own", "parent.id", "1")));
      assertThat(child.url(), is("/items?ids=1"));
    }
  }

  @Test
  void noBodyNamesNoChild() throws BadRecordException {
    assertThat(page(DETAILS, PARENT, "").next(), is(empty()));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("[{\"id\":1},{}]", Reason.MISSING_VALUE, "Record 1 of the parent has at /id no"),
        arguments("[{\"id\":null}]", Reason.MISSING_VALUE, "no key"),
        arguments("[{\"id\":\"\"}]", Reason.MISSING_VALUE, "no key"),
        arguments("[7]", Reason.MISSING_VALUE, "no key"),
        arguments("[{\"id\":1.5}]", Reason.WRONG_TYPE, "no text or whole number"),
        arguments("[{\"id\":[1]}]", Reason.WRONG_TYPE, "no text or whole number"),
        arguments("[{\"id\":\"..\"}]", Reason.OUT_OF_RANGE, "a key of dots"),
        arguments("{\"id\":1}", Reason.MALFORMED, "no array"),
        arguments("[{\"id\":1},", Reason.MALFORMED, "not JSON"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aRecordThatNamesNoChildIsAnError(String body, Reason reason, String detail) {
    BadRecordException e =
        assertThrows(BadRecordException.class, () -> page(DETAILS, PARENT, body));
    assertThat(e.reason(), is(reason));
    assertThat(e.detail(), containsString(detail));
  }

  @Test
  void whatDoesNotFitTheTemplateIsRefused() {
    RequestTemplate child = RequestTemplate.get("source", "items", "/items/{id}");
    assertThrows(IllegalArgumentException.class, () -> ChildRequests.of("", Map.of(), child));
    assertThrows(
        IllegalArgumentException.class, () -> ChildRequests.of("", Map.of("name", "/name"), child));
    assertThrows(
        IllegalArgumentException.class,
        () -> ChildRequests.of("", Map.of("id", "/id"), child.withRole(Role.PARENT)));
    assertThrows(IllegalArgumentException.class, () -> ISSUES.withIdsPerCall(2));
    assertThrows(IllegalArgumentException.class, () -> DETAILS.withIdsPerCall(0));
  }
}
