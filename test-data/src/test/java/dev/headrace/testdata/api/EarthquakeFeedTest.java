package dev.headrace.testdata.api;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.sameInstance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EarthquakeFeedTest {

  private final EarthquakeFeed feed = EarthquakeFeed.load();

  @Test
  void theFeedHoldsEveryEventOfTheFileOnce() {
    assertThat(feed.features(), hasSize(1_707));
    assertThat(new HashSet<>(feed.ids()), hasSize(1_707));
    assertThat(
        feed.features().stream().map(feature -> feature.get("id").textValue()).toList(),
        is(feed.ids()));
  }

  @Test
  void theEventsLieInTheDocumentedWeek() {
    List<Instant> times =
        feed.features().stream()
            .map(feature -> Instant.ofEpochMilli(feature.at("/properties/time").longValue()))
            .toList();

    assertThat(times, everyItem(greaterThanOrEqualTo(Instant.parse("2018-01-31T01:49:00Z"))));
    assertThat(times, everyItem(lessThan(Instant.parse("2018-02-07T01:27:00Z"))));
    assertThat(new HashSet<>(times), hasSize(1_707));
  }

  @Test
  void theFeedIsReadOnce() {
    assertThat(EarthquakeFeed.load(), sameInstance(feed));
  }

  @Test
  void changingWhatTheFeedHandsOutDoesNotChangeTheFeed() {
    String id = feed.ids().get(0);
    ObjectNode original = feed.feature(id).orElseThrow();

    feed.features().forEach(ObjectNode::removeAll);
    feed.feature(id).orElseThrow().withObject("/properties").removeAll();
    feed.ids().clear();

    assertThat(feed.feature(id), is(Optional.of(original)));
    assertThat(feed.ids(), hasSize(1_707));
  }

  @Test
  void anEventThatIsNotInTheFeedIsNotFound() {
    assertThat(feed.feature("nowhere"), is(Optional.empty()));
  }
}
