package dev.headrace.io.http;

import dev.headrace.io.http.Outcome.GivenUp;
import dev.headrace.io.http.policy.Gate;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The tries of one request, one after the other; told of them by one thread at a time. */
final class Tries {
  private final FetchRequest request;
  private final Chain chain;
  private final int before;
  private final Optional<RawResponse> earlier;
  private final Announcer announcer;
  private final Clock clock;
  private final AtomicInteger sent = new AtomicInteger();
  private boolean sending;
  private volatile boolean abandoned;
  private volatile Gate.@Nullable Pass pass;
  private volatile long firstSentAt = -1;
  private volatile long lastSentAt;
  private volatile long firstFailedAt = -1;
  private volatile @Nullable FailedAttempt lastFailure;

  /**
   * @param before requests sent by earlier executions of the shard
   * @param earlier what an earlier run landed for it
   * @param announcer lets out what is sent
   */
  Tries(
      FetchRequest request,
      Chain chain,
      int before,
      Optional<RawResponse> earlier,
      Announcer announcer,
      Clock clock) {
    this.request = request;
    this.chain = chain;
    this.before = before;
    this.earlier = earlier;
    this.announcer = announcer;
    this.clock = clock;
  }

  FetchRequest request() {
    return request;
  }

  Optional<RawResponse> earlier() {
    return earlier;
  }

  Chain chain() {
    return chain;
  }

  /** Requests sent, by earlier executions too. */
  int attempts() {
    return before + sent.get();
  }

  /** Requests sent by this execution. */
  int sent() {
    return sent.get();
  }

  /** The gate has let it out. */
  void enter(Gate.Pass pass) {
    this.pass = pass;
  }

  /** The request that was let out is over. */
  void leave(Gate.Sign sign, Duration pause) {
    Gate.Pass last = pass;
    if (last != null) {
      last.leave(sign, pause);
    }
  }

  /** The request is being written to the network. */
  void written() {
    Gate.Pass last = pass;
    if (last != null) {
      last.sent();
    }
  }

  /** Completes when a request may be sent, since its log knows of it. */
  CompletableFuture<Void> announced() {
    return announcer.next();
  }

  /** A request is going to be sent; false if nobody waits for it any more. */
  synchronized boolean send() {
    if (abandoned) {
      return false;
    }
    sending = true;
    sent.incrementAndGet();
    lastSentAt = clock.millis();
    if (firstSentAt < 0) {
      firstSentAt = lastSentAt;
    }
    return true;
  }

  /** It has failed. What has an answer to land is waited for until that is told. */
  synchronized void over() {
    sending = false;
  }

  /** Does not wait for what is not on its way; what is, is counted by the API already. */
  void abandonUnlessSending(CompletableFuture<?> outcome) {
    synchronized (this) {
      abandoned = !sending;
    }
    if (abandoned) {
      outcome.cancel(false);
    }
  }

  long lastSentAt() {
    return lastSentAt;
  }

  /** Whether more time than that has passed since the first request was sent. */
  boolean isLaterThan(Duration deadline) {
    return firstSentAt >= 0 && clock.millis() - firstSentAt > deadline.toMillis();
  }

  void failed(FailedAttempt failure) {
    lastFailure = failure;
    if (firstFailedAt < 0) {
      firstFailedAt = clock.millis();
    }
  }

  @Nullable FailedAttempt lastFailure() {
    return lastFailure;
  }

  GivenUp giveUp(FailedAttempt failure) {
    long now = clock.millis();
    return new GivenUp(
        request,
        failure.reason(),
        failure.detail(),
        attempts(),
        Instant.ofEpochMilli(firstFailedAt < 0 ? now : firstFailedAt),
        Instant.ofEpochMilli(now));
  }
}
