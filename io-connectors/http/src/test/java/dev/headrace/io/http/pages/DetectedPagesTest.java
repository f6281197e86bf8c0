package dev.headrace.io.http.pages;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectedPagesTest {
  private static final FetchRequest FIRST = FetchRequest.get("source", "resource", "/items?a=b");
  private static final Paginator DETECTED = SerializableUtils.clone(Paginator.detected());

  private static List<FetchRequest> next(FetchRequest request, String body)
      throws BadRecordException {
    return DETECTED.after(Answers.to(request, body)).next();
  }

  static Stream<Arguments> known() {
    String all = "\"total_pages\":3,\"page\":1,\"next_cursor\":\"x\"";
    return Stream.of(
        arguments("{\"next\":\"https://h/i?p=2\"}", List.of("https://h/i?p=2")),
        arguments("{\"links\":{\"next\":{\"href\":\"/i?p=2\"}}}", List.of("/i?p=2")),
        arguments("{\"_links\":{\"next\":{\"href\":\"?p=2\"}}}", List.of("/items?p=2")),
        arguments("{\"@odata.nextLink\":\"/i?p=2\"}", List.of("/i?p=2")),
        arguments("{\"paging\":{\"next\":{\"after\":\"x\",\"link\":\"/i\"}}}", List.of("/i")),
        arguments("{\"paging\":{\"next\":{\"after\":\"x\"}}}", List.of("/items?a=b&after=x")),
        arguments("{\"next_page\":\"/i?p=2\"," + all + "}", List.of("/i?p=2")),
        arguments("{" + all + "}", List.of("/items?a=b&cursor=x")),
        arguments(
            "{\"response_metadata\":{\"next_cursor\":\"x=\"}}", List.of("/items?a=b&cursor=x%3D")),
        arguments("{\"nextPageToken\":\"t\"}", List.of("/items?a=b&pageToken=t")),
        arguments("{\"meta\":{\"next_token\":\"t\"}}", List.of("/items?a=b&pagination_token=t")),
        arguments("{\"next_page\":2,\"total_pages\":9,\"page\":1}", List.of("/items?a=b&page=2")),
        arguments(
            "{\"meta\":{\"last_page\":3,\"current_page\":1}}",
            List.of("/items?a=b&page=2", "/items?a=b&page=3")),
        arguments(
            "{\"page\":{\"totalPages\":3,\"number\":0}}",
            List.of("/items?a=b&page=1", "/items?a=b&page=2")));
  }

  @ParameterizedTest
  @MethodSource("known")
  void aKnownFieldIsFollowed(String body, List<String> urls) throws BadRecordException {
    assertThat(next(FIRST, body).stream().map(FetchRequest::url).toList(), is(urls));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "id,next\n1,/items",
        "<html>/next</html>",
        "{\"next\":null,\"next_cursor\":\"\",\"has_more\":false}",
        "{\"next\":\"somebody\"}",
        "{\"items\":[{\"next\":\"/items?p=2\",\"next_cursor\":\"x\",\"has_more\":true}]}",
        "[{\"next\":\"/items?p=2\"}]",
        "{\"total_pages\":1,\"page\":1}",
        "{\"total_pages\":0,\"page\":1}",
        "{\"total_pages\":9}",
        "{\"next_page\":null,\"has_more\":\"yes\"}"
      })
  void anythingElseIsTheLastPage(String body) throws BadRecordException {
    assertThat(next(FIRST, body), is(empty()));
  }

  @Test
  void aLinkHeaderComesBeforeTheBody() throws BadRecordException {
    Map<String, String> link = Map.of("link", "</i?p=2>; rel=next");
    for (String body : List.of("a,b", "{\"next\":\"/other\"}")) {
      Page page = DETECTED.after(Answers.to(FIRST, link, body));
      assertThat(page.next().get(0).url(), is("/i?p=2"));
    }
  }

  @Test
  void pagesThatWereFoundAtOnceHaveToBeTheOnesAskedFor() throws BadRecordException {
    List<FetchRequest> others = next(FIRST, "{\"total_pages\":3,\"page\":1}");

    assertThat(next(others.get(0), "{\"total_pages\":3,\"page\":2,\"next\":\"/3\"}"), is(empty()));
    BadRecordException e =
        assertThrows(
            BadRecordException.class, () -> next(others.get(0), "{\"total_pages\":3,\"page\":1}"));
    assertThat(e.detail(), is("The page 1 came where 2 was asked for"));
  }

  static Stream<Arguments> refused() {
    FetchRequest post = FIRST.withMethod("POST", "{}");
    FetchRequest second = FIRST.atPage(1, "/items?a=b&cursor=x");
    return Stream.of(
        arguments(FIRST, "{\"has_more\":true,\"data\":[]}", "says that there is more"),
        arguments(post, "{\"next_cursor\":\"x\"}", "name the paginator"),
        arguments(second, "{\"next_cursor\":\"x\"}", "its own cursor"),
        arguments(FIRST, "{\"next\":\"http://[\"}", "is no URL"),
        arguments(FIRST, "{\"items\":[1,2", "not JSON"),
        arguments(FIRST, "{\"total_pages\":10001,\"page\":1}", "more than 10000 pages"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatWouldLoseRecordsIsAnError(FetchRequest request, String body, String error) {
    BadRecordException e = assertThrows(BadRecordException.class, () -> next(request, body));
    assertThat(e.detail(), containsString(error));
  }

  @Test
  void aBodyThatSaysItIsJsonHasToBe() {
    Map<String, String> json = Map.of("content-type", "application/json");
    assertThrows(BadRecordException.class, () -> DETECTED.after(Answers.to(FIRST, json, "<html>")));
  }
}
