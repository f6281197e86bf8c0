package dev.headrace.io.http.pages;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RequestTemplate;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PointersTest {
  private static Arguments refused(String setting, Executable made) {
    return arguments(setting, made);
  }

  static Stream<Arguments> withoutSlash() {
    CursorPages cursor = CursorPages.of("/c", "after");
    return Stream.of(
        refused("records", () -> OffsetPages.oneByOne("items", 10)),
        refused("records", () -> OffsetPages.ofFirstPage("/total", "items", 10)),
        refused("total", () -> OffsetPages.ofTotal("items", 10)),
        refused("records", () -> NumberedPages.of("page", "items")),
        refused("totalPages", () -> NumberedPages.of("page", "/r").withTotalPages("items")),
        refused("cursor", () -> CursorPages.of("items", "after")),
        refused("hasMore", () -> cursor.withHasMore("items")),
        refused("sentInBody", () -> cursor.sentInBody("items")),
        refused("records", () -> cursor.withRecords("items")),
        refused("total", () -> cursor.withTotal("items")),
        refused("next link", () -> NextLinkPages.at("items")),
        refused("records", () -> LinkHeaderPages.create().withRecords("items")),
        refused("records", () -> DetectedPages.create().withRecords("items")),
        refused("records", () -> children("items", "/id")),
        refused("The key id", () -> children("/items", "items")),
        refused("A stop rule's pointer", () -> StopRule.noMore("items")));
  }

  private static ChildRequests children(String records, String key) {
    RequestTemplate child = RequestTemplate.get("s", "r", "/items/{id}").withRole(Role.DATA);
    return ChildRequests.of(records, Map.of("id", key), child);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withoutSlash")
  void aPointerWithoutItsSlashIsRefusedByTheNameOfItsSetting(String setting, Executable made) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, made);

    assertThat(
        e.getMessage(), is(setting + " must be a JSON Pointer such as /items, but is \"items\""));
  }

  @Test
  void aPathOfDotsIsToldAsThePointerThatIsMeant() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> OffsetPages.oneByOne("$.data.items", 10));

    assertThat(
        e.getMessage(),
        is("records must be a JSON Pointer such as /data/items, but is \"$.data.items\""));
  }
}
