package dev.headrace.runners.direct;

import dev.headrace.testdata.s3.S3Call;
import dev.headrace.testdata.s3.S3Relay;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** Calls to S3 that get no answer, so that whoever makes them comes no further. */
final class HeldCalls implements AutoCloseable {
  private final Predicate<S3Call> which;
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final S3Relay.Listening listening;

  private HeldCalls(S3Relay relay, Predicate<S3Call> which) {
    this.which = which;
    this.listening = relay.onCall(this::hold);
  }

  static HeldCalls of(S3Relay relay, Predicate<S3Call> which) {
    return new HeldCalls(relay, which);
  }

  private void hold(S3Call call) {
    if (!which.test(call)) {
      return;
    }
    first.countDown();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is one. */
  boolean haveBegun() {
    return first.getCount() == 0;
  }

  /** Holds no other call; those that are held stay so. */
  void holdNoMore() {
    listening.close();
  }

  /** Lets go of them. */
  @Override
  public void close() {
    listening.close();
    over.countDown();
  }
}
