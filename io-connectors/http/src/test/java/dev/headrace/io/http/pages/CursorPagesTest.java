package dev.headrace.io.http.pages;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class CursorPagesTest {
  private static final FetchRequest GET =
      FetchRequest.get("source", "resource", "/items").withHeaders(Map.of("Accept", "text/csv"));

  private static FetchRequest post(String body) {
    return FetchRequest.get("source", "resource", "/graphql").withMethod("POST", body);
  }

  private static FetchRequest next(Paginator paginator, FetchRequest request, String body)
      throws BadRecordException {
    return SerializableUtils.clone(paginator).after(Answers.to(request, body)).next().get(0);
  }

  @Test
  void aCursorInAHeaderIsFollowedWhateverTheBody() throws BadRecordException {
    CursorPages pages = CursorPages.inHeader("X-Next-Cursor", "c");
    Page page = pages.after(Answers.to(GET, Map.of("x-next-cursor", "a b"), "1;2"));

    assertThat(pages.headers(), is(Set.of("x-next-cursor")));
    assertThat(page.next().get(0).url(), is("/items?c=a%20b"));
    assertThat(page.mark().orElseThrow(), is("a b"));
    assertThat(pages.after(Answers.to(GET, "1;2")).next(), is(empty()));
  }

  @Test
  void aCursorIsSentInTheBody() throws BadRecordException {
    CursorPages pages = CursorPages.of("/c", "unused").sentInBody("/variables/after");
    FetchRequest first = post("{\"query\":\"q\",\"price\":1.10,\"variables\":{\"after\":null}}");
    FetchRequest second = next(pages, first, "{\"c\":\"a\\\"b\"}");

    assertThat(
        second.body(), is("{\"query\":\"q\",\"price\":1.10,\"variables\":{\"after\":\"a\\\"b\"}}"));
    assertThat(second.page(), is(1));
    assertThat(second.url(), is("/graphql"));
    assertThat(
        next(pages, second, "{\"c\":17}").body(),
        is("{\"query\":\"q\",\"price\":1.10,\"variables\":{\"after\":17}}"));
    assertThat(next(pages, post("{}"), "{\"c\":1}").body(), is("{\"variables\":{\"after\":1}}"));
    BadRecordException e =
        assertThrows(BadRecordException.class, () -> next(pages, second, "{\"c\":\"a\\\"b\"}"));
    assertThat(e.detail(), containsString("its own cursor"));
  }

  @Test
  void aRequestThatHasNoPlaceForACursorIsAMistakeOfThePlan() {
    CursorPages pages = CursorPages.of("/c", "unused").sentInBody("/a/b");
    for (FetchRequest request :
        new FetchRequest[] {GET, post("[]"), post("x"), post("{\"a\":1}")}) {
      assertThrows(IllegalArgumentException.class, () -> next(pages, request, "{\"c\":1}"));
    }
  }

  @Test
  void aCursorIsSentInAHeaderBesidesTheOthers() throws BadRecordException {
    CursorPages pages = CursorPages.of("/c", "unused").sentInHeader("X-Cursor");
    FetchRequest second = next(pages, GET, "{\"c\":\"x\"}");

    assertThat(second.headers(), is(Map.of("Accept", "text/csv", "X-Cursor", "x")));
    assertThrows(BadRecordException.class, () -> next(pages, second, "{\"c\":\"x\"}"));
    assertThrows(BadRecordException.class, () -> next(pages, GET, "{\"c\":\"x\\r\\nA: b\"}"));
    assertThrows(
        IllegalArgumentException.class,
        () -> CursorPages.of("/c", "unused").sentInHeader("Authorization"));
  }
}
