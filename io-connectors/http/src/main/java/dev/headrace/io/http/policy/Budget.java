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
 * <p>Requests are spread evenly over time, one after the other, and the pace is kept a few per cent
 * below the budget, so that no window of a second or a minute has more than it allows although the
 * network delays some requests; the pace reckons with delays of up to a tenth of a second. What was
 * not used cannot be made up for later.
 */
@AutoValue
public abstract class Budget implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How much of the budget is aimed at: what is left makes up for what the network delays. */
  private static final double AIM = 0.98;

  abstract double requestsPerSecond();

  abstract int concurrentRequests();

  /** No limit but what a shard may have in flight. */
  public static Budget unlimited() {
    return new AutoValue_Budget(Double.POSITIVE_INFINITY, Integer.MAX_VALUE);
  }

  /** So many requests a second at the most, retries among them; more than 0. */
  public Budget withRequestsPerSecond(double requests) {
    checkArgument(requests > 0, "requestsPerSecond must be more than 0, but was %s", requests);
    return new AutoValue_Budget(Math.min(requests, requestsPerSecond()), concurrentRequests());
  }

  /** So many requests a minute at the most, retries among them; more than 0. */
  public Budget withRequestsPerMinute(double requests) {
    checkArgument(requests > 0, "requestsPerMinute must be more than 0, but was %s", requests);
    return new AutoValue_Budget(Math.min(requests / 60, requestsPerSecond()), concurrentRequests());
  }

  /** So many requests in flight at the same time at the most; 1 or more. */
  public Budget withConcurrentRequests(int requests) {
    checkArgument(requests >= 1, "concurrentRequests must be at least 1, but was %s", requests);
    return new AutoValue_Budget(requestsPerSecond(), requests);
  }

  /** Whether there is a limit at all. */
  public boolean isLimited() {
    return !equals(unlimited());
  }

  /**
   * Refuses more shards than can share it.
   *
   * @throws IllegalArgumentException if there are more shards than requests allowed at a time
   */
  public void requireFor(int shards) {
    checkArgument(
        concurrentRequests() >= shards,
        "shards must be at most %s, the requests allowed at a time, but was %s",
        concurrentRequests(),
        shards);
  }

  /** What one of so many shards gets. */
  Share share(int shards, int maxInFlight) {
    return new Share(
        AIM * requestsPerSecond() / shards, Math.min(maxInFlight, concurrentRequests() / shards));
  }

  /**
   * What one shard may do.
   *
   * @param requestsPerSecond infinite for no limit
   * @param inFlight requests at a time
   */
  record Share(double requestsPerSecond, int inFlight) {}
}
