package dev.headrace.runners.spark.cluster;

import dev.headrace.testdata.s3.S3Call;
import dev.headrace.testdata.s3.S3Relay;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Calls to S3 that wait until they are let go of. */
final class HeldCalls implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 300;

  private final Predicate<S3Call> which;
  private final Set<String> paths = ConcurrentHashMap.newKeySet();
  private final CountDownLatch held;
  private final CountDownLatch released = new CountDownLatch(1);
  private final S3Relay.Listening listening;

  private HeldCalls(S3Relay relay, int calls, Predicate<S3Call> which) {
    this.which = which;
    this.held = new CountDownLatch(calls);
    this.listening = relay.onCall(this::hold);
  }

  /**
   * Holds calls.
   *
   * @param calls how many there are to be, of objects of their own, before {@link #await} returns
   */
  static HeldCalls of(S3Relay relay, int calls, Predicate<S3Call> which) {
    return new HeldCalls(relay, calls, which);
  }

  /** Holds what is written, to a path in which the pattern is found. */
  static HeldCalls writing(S3Relay relay, int calls, String path) {
    Pattern pattern = Pattern.compile(path);
    return of(
        relay, calls, call -> call.method().equals("PUT") && pattern.matcher(call.path()).find());
  }

  /** Holds what is read of the raw bucket as soon as an ingestion has been committed. */
  static HeldCalls reprocessing(S3Relay relay, int calls) {
    AtomicBoolean committed = new AtomicBoolean();
    return of(
        relay,
        calls,
        call -> {
          if (call.method().equals("PUT") && call.path().endsWith("/_manifest.json")) {
            committed.set(true);
          }
          return committed.get() && call.method().equals("GET") && call.path().contains("/part-");
        });
  }

  private void hold(S3Call call) {
    if (!which.test(call)) {
      return;
    }
    // A client whose patience ends sends the same call again, and holds no more than before.
    if (paths.add(call.path())) {
      held.countDown();
    }
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until as many are held as there are to be. */
  void await() throws InterruptedException {
    if (!held.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(held.getCount() + " calls to S3 did not come");
    }
  }

  /** Lets go of them, and holds no more. */
  @Override
  public void close() {
    listening.close();
    released.countDown();
  }
}
