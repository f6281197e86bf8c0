package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.io.http.pages.OffsetPages;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Fetches of earthquakes by the day, counted first, forty a page. */
final class Earthquakes {
  /** Three attempts, with next to no wait between them. */
  static final Retries QUICK =
      Retries.defaults().withMaxAttempts(3).withDelays(Duration.ofMillis(1), Duration.ofMillis(5));

  private static final OffsetPages PAGES =
      OffsetPages.ofTotal("/count", 40).withFirstOffset(1).withPagePath("/count", "/query");

  private Earthquakes() {}

  /** Counts the events of a day: 231 of the first, 242 of the second, 259 of the third. */
  static FetchRequest day(int day) {
    String url =
        "/fdsnws/event/1/count?format=geojson&orderby=time-asc&starttime=2018-02-0%d&endtime=2018-02-0%dT23:59:59.999Z"
            .formatted(day, day);
    return FetchRequest.get("usgs", "events", url)
        .withRole(Role.COUNT)
        .withContext(Map.of("day", "2018-02-0" + day));
  }

  static Fetch fetch(EarthquakeApi api) {
    return FetchRun.fetch(api.baseUri()).withPaginator(PAGES).withRetries(QUICK).withShards(3);
  }

  /** Runs the fetch, of which so many requests fail for good, and all others land. */
  static void run(Fetch fetch, MemoryLanding landing, int expectedDead, FetchRequest... requests) {
    FetchRun run = FetchRun.of(fetch, List.of(requests), landing);
    assertThat(run.deadLetters(), hasSize(expectedDead));
    assertThat(run.receipts(), hasSize(run.landed().size()));
    assertThat(run.count(Account.PLANNED), is((long) run.landed().size() + expectedDead));
  }

  /** The one dead letter of a run. */
  static DeadLetter onlyDeadLetter(Fetch fetch, FetchRequest... requests) {
    List<DeadLetter> letters = FetchRun.of(fetch, List.of(requests)).deadLetters();
    assertThat(letters, hasSize(1));
    return letters.get(0);
  }
}
