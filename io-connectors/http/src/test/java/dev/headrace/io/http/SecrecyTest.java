package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;

import dev.headrace.io.http.pages.Page;
import dev.headrace.transforms.fetch.FetchRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecrecyTest {
  private static final Secrecy NONE = new Secrecy(Set.of(), Set.of());
  private static final Secrecy KEY = new Secrecy(Set.of(), Set.of("key", "api[key]", "my key"));

  private static String link(Secrecy secrecy, String url) {
    FetchRequest next = FetchRequest.get("api", "items", url);
    return secrecy.without(Page.before(List.of(next))).next().get(0).url();
  }

  @ParameterizedTest
  @CsvSource({
    "/items?key=secret, /items?",
    "/items?key=secret&page=2, /items?page=2",
    "/items?page=2&key=secret, /items?page=2&",
    "/items?a=1&key=secret&b=2, /items?a=1&b=2",
    "/items?key=one&key=two, /items?",
    "/items?key=secret#top, /items?#top",
    "/items?key=, /items?",
    "/items?monkey=1&keys=2&page=key=3, /items?monkey=1&keys=2&page=key=3",
    "/key=1/items, /key=1/items",
    "/items?api[key]=secret&page=2, /items?page=2",
    "/items?api%5Bkey%5D=secret&page=2, /items?page=2",
    "/items?api%5bkey%5d=secret&page=2, /items?page=2",
    "/items?my+key=secret&page=2, /items?page=2",
    "/items?my%20key=secret&page=2, /items?page=2",
    "/items?%6bey=secret&page=2, /items?page=2",
  })
  void aKeyIsTakenOutOfALink(String url, String expected) {
    assertThat(link(KEY, url), is(expected));
    assertThat(link(NONE, url), is(url));
  }

  @Test
  void aPageKeepsAllElse() {
    FetchRequest next = FetchRequest.get("api", "items", "/items?key=secret").atPage(3, "/?key=x");
    Page page =
        new Page(List.of(next, next), OptionalLong.of(5), OptionalLong.of(7), Optional.of("mark"));

    Page clean = KEY.without(page);

    FetchRequest expected = next.withUrl("/?");
    assertThat(
        clean,
        is(
            new Page(
                List.of(expected, expected),
                OptionalLong.of(5),
                OptionalLong.of(7),
                Optional.of("mark"))));
    assertThat(NONE.without(page), is(sameInstance(page)));
  }

  @Test
  void aKeyIsTakenOutOfHeaders() {
    String link =
        "<https://api/items?key=secret&page=2>; rel=\"next\", <https://api/items?page=9&key=secret>;"
            + " rel=\"last\"";
    assertThat(
        KEY.kept(Map.of("link", List.of(link))),
        is(
            Map.of(
                "link",
                "<https://api/items?page=2>; rel=\"next\", <https://api/items?page=9&>;"
                    + " rel=\"last\"")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization",
        "proxy-authenticate",
        "proxy-authentication-info",
        "set-cookie",
        "set-cookie2",
        "www-authenticate"
      })
  void aHeaderThatHoldsASecretIsNotKept(String name) {
    assertThat(NONE.kept(Map.of(name, List.of("x"))), is(Map.of()));
  }

  @Test
  void allOtherHeadersAreKeptWithAllTheirValues() {
    Map<String, List<String>> headers =
        Map.of("etag", List.of("\"1\""), "link", List.of("<a>", "<b>"), "x-empty", List.of(""));
    assertThat(KEY.kept(headers), is(Map.of("etag", "\"1\"", "link", "<a>, <b>", "x-empty", "")));
  }
}
