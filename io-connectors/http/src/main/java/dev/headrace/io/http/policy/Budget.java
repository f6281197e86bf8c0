package dev.headrace.io.http.policy;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import java.io.Serializable;

/**
 * What an API allows all workers of a job together. Each shard of the fetch gets an equal share, so
 * the sum is never more than the budget however many workers there are; it is used up whole when
 * all shards run at the same time, which is why a fetch with a budget should have as many shards as
 * there are workers.
 *
 * <p>Requests are spread evenly over time, and no span of a second or a minute has more than the
 * budget allows, although the network delays some requests: the pace reckons with delays of up to a
 * tenth of a second. What was not used cannot be made up for later.
 */
@AutoValue
public abstract class Budget implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  /** The pace that is aimed at; the rest makes up for its being uneven. */
  private static final double AIM = 0.98;

  abstract int requestsPerSecond();

  abstract int requestsPerMinute();

  abstract int concurrentRequests();

  /** No limit but what a shard may have in flight. */
  public static Budget unlimited() {
    return new AutoValue_Budget(NO_LIMIT, NO_LIMIT, NO_LIMIT);
  }

  /** So many requests a second at the most, retries among them; 1 or more. */
  public Budget withRequestsPerSecond(int requests) {
    checkArgument(requests >= 1, "requestsPerSecond must be at least 1, but was %s", requests);
    return new AutoValue_Budget(requests, requestsPerMinute(), concurrentRequests());
  }

  /** So many requests a minute at the most, retries among them; 1 or more. */
  public Budget withRequestsPerMinute(int requests) {
    checkArgument(requests >= 1, "requestsPerMinute must be at least 1, but was %s", requests);
    return new AutoValue_Budget(requestsPerSecond(), requests, concurrentRequests());
  }

  /** So many requests in flight at the same time at the most; 1 or more. */
  public Budget withConcurrentRequests(int requests) {
    checkArgument(requests >= 1, "concurrentRequests must be at least 1, but was %s", requests);
    return new AutoValue_Budget(requestsPerSecond(), requestsPerMinute(), requests);
  }

  /** Whether there is a limit at all. */
  public boolean isLimited() {
    return !equals(unlimited());
  }

  /**
   * Refuses more shards than can share it.
   *
   * @throws IllegalArgumentException if a shard would not have a single request
   */
  public void requireFor(int shards) {
    requireFor(shards, requestsPerSecond(), "a second");
    requireFor(shards, requestsPerMinute(), "a minute");
    requireFor(shards, concurrentRequests(), "at a time");
  }

  private static void requireFor(int shards, int requests, String when) {
    checkArgument(
        shards <= requests,
        "shards must be at most %s, the requests allowed %s, but was %s",
        requests,
        when,
        shards);
  }

  /**
   * What one of so many shards gets.
   *
   * @param shard its number, from 0
   */
  public Share share(int shard, int shards, int maxInFlight) {
    return new Share(
        part(requestsPerSecond(), shard, shards),
        part(requestsPerMinute(), shard, shards),
        Math.min(maxInFlight, part(concurrentRequests(), shard, shards)));
  }

  /** The shares are whole numbers, and their sum is the whole. */
  private static int part(int whole, int shard, int shards) {
    if (whole == NO_LIMIT) {
      return NO_LIMIT;
    }
    return whole / shards + (shard < whole % shards ? 1 : 0);
  }

  /**
   * What one shard may do, in requests.
   *
   * @param perSecond the most in a second
   * @param perMinute the most in a minute
   * @param inFlight the most at a time
   */
  public record Share(int perSecond, int perMinute, int inFlight) {

    /** Requests a second to aim at; infinite for no limit. */
    double pace() {
      double bySecond = perSecond == NO_LIMIT ? Double.POSITIVE_INFINITY : AIM * perSecond;
      double byMinute = perMinute == NO_LIMIT ? Double.POSITIVE_INFINITY : AIM * perMinute / 60;
      return Math.min(bySecond, byMinute);
    }
  }
}
