package dev.headrace.io.http;

import dev.headrace.io.http.Outcome.GivenUp;
import dev.headrace.io.http.auth.Auth;
import dev.headrace.io.http.auth.Authenticators;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.io.http.policy.Budget;
import dev.headrace.io.http.policy.ErrorTable;
import dev.headrace.io.http.policy.Gate;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.io.http.wire.HttpWire;
import dev.headrace.io.http.wire.Wire;
import dev.headrace.transforms.fetch.EarlierRun;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Fetches of one shard without a pipeline around them, whose retries wait for next to nothing. */
final class ShardFetches {
  static final int IN_FLIGHT = 8;
  private static final Secrecy OPEN = new Secrecy(Set.of(), Set.of());

  /** Counts the requests that are sent. */
  static final class Counting implements ShardFetch.Observer {
    private int sent;

    int count() {
      return sent;
    }

    @Override
    public void sent(int requests) {
      sent += requests;
    }

    @Override
    public void answered(RawResponse response) {}

    @Override
    public void givenUp(GivenUp request) {}
  }

  private ShardFetches() {}

  static Fetcher fetcher(URI url, Paginator paginator, Executor executor) {
    Retries retries =
        Retries.defaults()
            .withMaxAttempts(3)
            .withDelays(Duration.ofMillis(1), Duration.ofMillis(1));
    Wire wire = new HttpWire(true, 1 << 20, 1 << 20, executor);
    Clock clock = Clock.systemUTC();
    Gate gate = new Gate(Budget.unlimited().share(0, 1, IN_FLIGHT), retries);
    return new Fetcher(
        url,
        new Exchange(
            wire, Authenticators.of(Auth.none(), wire), gate, OPEN, url, retries, executor),
        new Answers(paginator, ErrorTable.defaults(), OPEN, retries.deadline(), clock),
        gate,
        retries,
        executor,
        clock);
  }

  static ShardFetch fetch(Fetcher fetcher, Paginator paginator, ShardFetch.Observer observer)
      throws IOException {
    EarlierRun.Answers none = EarlierRun.none().open(0, PipelineOptionsFactory.create());
    return new ShardFetch(fetcher, paginator, OPEN, none, IN_FLIGHT, observer);
  }
}
