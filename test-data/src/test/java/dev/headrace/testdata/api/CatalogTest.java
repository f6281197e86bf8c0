package dev.headrace.testdata.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {

  private static final double ANY = Double.NEGATIVE_INFINITY;

  private final Catalog catalog =
      Catalog.of(
          List.of(event("weak", 3, "-0.5"), event("unknown", 2, "null"), event("strong", 1, "6")),
          Script.none());

  @Test
  void anUnknownMagnitudeIsNeverAtLeastAnything() {
    assertThat(ids(ANY, Order.TIME), is(List.of("weak", "unknown", "strong")));
    assertThat(ids(-10, Order.TIME), is(List.of("weak", "strong")));
    assertThat(ids(6, Order.TIME), is(List.of("strong")));
  }

  @Test
  void anUnknownMagnitudeIsTheLowest() {
    assertThat(ids(ANY, Order.MAGNITUDE), is(List.of("strong", "weak", "unknown")));
    assertThat(ids(ANY, Order.MAGNITUDE_ASC), is(List.of("unknown", "weak", "strong")));
  }

  private List<String> ids(double minMagnitude, Order order) {
    return catalog.select(new Selection(0, 10, minMagnitude, order)).stream()
        .map(entry -> new String(entry.json(), UTF_8).replaceAll(".*\"id\":\"(\\w+)\".*", "$1"))
        .toList();
  }

  private static ObjectNode event(String id, long time, String magnitude) {
    String json =
        """
        {"id": "%s", "properties": {"time": %d, "mag": %s}, "geometry": {"coordinates": [1, 2, 3]}}
        """
            .formatted(id, time, magnitude);
    try {
      return (ObjectNode) new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
