package dev.headrace.io.http.policy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.http.policy.Gate.Pass;
import dev.headrace.io.http.policy.Gate.Sign;
import dev.headrace.io.http.policy.Gate.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Duration NO_PAUSE = Duration.ZERO;

  private static Gate gate(Budget budget, int maxInFlight, Retries retries) {
    return new Gate(budget.share(0, 1, maxInFlight), retries);
  }

  private static Gate gate(int maxInFlight) {
    return gate(Budget.unlimited(), maxInFlight, Retries.defaults());
  }

  private static Pass await(CompletableFuture<Pass> turn) throws Exception {
    return turn.get(30, TimeUnit.SECONDS);
  }

  @Test
  void noMoreAreOutThanMayBeAndTheyGoInTheirOrder() throws Exception {
    try (Gate gate = gate(1)) {
      Pass first = await(gate.enter(Turn.FIRST));
      CompletableFuture<Pass> second = gate.enter(Turn.FIRST);
      CompletableFuture<Pass> retry = gate.enter(Turn.RETRY);
      CompletableFuture<Pass> redirected = gate.enter(Turn.REDIRECTED);
      assertThat(redirected.isDone(), is(false));

      first.leave(Sign.WELL, NO_PAUSE);
      assertThat(retry.isDone(), is(false));
      await(redirected).leave(Sign.WELL, NO_PAUSE);
      assertThat(second.isDone(), is(false));
      await(retry).leave(Sign.WELL, NO_PAUSE);
      await(second);
    }
  }

  @Test
  void whoLeavesTwiceMakesRoomForOne() throws Exception {
    try (Gate gate = gate(1)) {
      Pass pass = await(gate.enter(Turn.FIRST));
      CompletableFuture<Pass> second = gate.enter(Turn.FIRST);
      CompletableFuture<Pass> third = gate.enter(Turn.FIRST);
      pass.leave(Sign.WELL, NO_PAUSE);
      pass.leave(Sign.WELL, NO_PAUSE);
      await(second);
      assertThat(third.isDone(), is(false));
    }
  }

  @Test
  void aGateThatIsClosedLetsNobodyOut() throws Exception {
    Gate gate = gate(1);
    Pass out = await(gate.enter(Turn.FIRST));
    CompletableFuture<Pass> waiting = gate.enter(Turn.FIRST);
    gate.close();
    assertThat(waiting.isCancelled(), is(true));
    assertThrows(Exception.class, () -> await(gate.enter(Turn.FIRST)));
    out.leave(Sign.WELL, NO_PAUSE);
  }

  @Test
  void aPauseIsKeptAndASecondShorterOneDoesNotEndIt() throws Exception {
    try (Gate gate = gate(2)) {
      Pass one = await(gate.enter(Turn.FIRST));
      Pass other = await(gate.enter(Turn.FIRST));
      long start = System.nanoTime();
      one.leave(Sign.TOO_MUCH, Duration.ofMillis(200));
      other.leave(Sign.WELL, Duration.ofMillis(1));
      await(gate.enter(Turn.FIRST));
      assertThat(
          Duration.ofNanos(System.nanoTime() - start),
          is(greaterThanOrEqualTo(Duration.ofMillis(200))));
    }
  }

  @Test
  void aBrokenCircuitIsTriedOutByOneRequest() throws Exception {
    Retries retries = Retries.defaults().withCircuitBreaker(3, Duration.ofMillis(50));
    try (Gate gate = gate(Budget.unlimited(), 10, retries)) {
      for (int i = 0; i < 3; i++) {
        await(gate.enter(Turn.FIRST)).leave(Sign.SICK, NO_PAUSE);
      }
      CompletableFuture<Pass> trial = gate.enter(Turn.FIRST);
      CompletableFuture<Pass> next = gate.enter(Turn.FIRST);
      assertThat(trial.isDone(), is(false));
      Pass tried = await(trial);
      assertThat(next.isDone(), is(false));
      tried.leave(Sign.WELL, NO_PAUSE);
      await(next);
    }
  }

  @Test
  void retriesBeyondTheirBudgetLetTheOthersPass() throws Exception {
    try (Gate gate = gate(Budget.unlimited(), 100, Retries.defaults().withRetryBudget(0, 0.001))) {
      List<CompletableFuture<Pass>> retries = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        retries.add(gate.enter(Turn.RETRY));
      }
      assertThat(retries.stream().filter(CompletableFuture::isDone).count(), is(20L));
      assertThat(gate.enter(Turn.FIRST).isDone(), is(true));
    }
  }

  /** The last requests of a shard, which no other one comes to wake up. */
  @Test
  void whoWaitsIsLetOutAlthoughTheAnswersComeAfterTheArrivalsWereCounted() throws Exception {
    ScheduledThreadPoolExecutor api = new ScheduledThreadPoolExecutor(1);
    Budget budget = Budget.unlimited().withRequestsPerSecond(100).withConcurrentRequests(5);
    CountDownLatch answered = new CountDownLatch(15);
    try (Gate gate = gate(budget, 32, Retries.defaults())) {
      for (int i = 0; i < 15; i++) {
        CompletableFuture<?> unused =
            gate.enter(Turn.FIRST)
                .thenAccept(
                    pass -> {
                      pass.sent();
                      Future<?> unusedToo =
                          api.schedule(
                              () -> {
                                pass.leave(Sign.WELL, NO_PAUSE);
                                answered.countDown();
                              },
                              200,
                              TimeUnit.MILLISECONDS);
                    });
      }
      assertThat(answered.await(60, TimeUnit.SECONDS), is(true));
    } finally {
      api.shutdownNow();
    }
  }

  @Test
  void nobodyIsLostWhateverTheSigns() throws Exception {
    Retries retries =
        Retries.defaults().withRetryBudget(0.1, 2_000).withCircuitBreaker(3, Duration.ofMillis(1));
    ScheduledThreadPoolExecutor api = new ScheduledThreadPoolExecutor(8);
    CountDownLatch left = new CountDownLatch(2_000);
    Random random = new Random(3);
    try (Gate gate = gate(Budget.unlimited(), 16, retries)) {
      for (int i = 0; i < 2_000; i++) {
        Turn turn = List.of(Turn.values()).get(random.nextInt(3));
        Sign sign = List.of(Sign.values()).get(random.nextInt(3));
        int micros = random.nextInt(500);
        CompletableFuture<?> unused =
            gate.enter(turn)
                .thenAccept(
                    pass -> {
                      Future<?> unusedToo =
                          api.schedule(
                              () -> {
                                pass.leave(sign, NO_PAUSE);
                                left.countDown();
                              },
                              micros,
                              TimeUnit.MICROSECONDS);
                    });
      }
      assertThat(left.await(60, TimeUnit.SECONDS), is(true));
    } finally {
      api.shutdownNow();
    }
  }

  @Test
  void aClosedGateTellsWhoComesLate() {
    Gate gate = gate(1);
    gate.close();
    CompletableFuture<Pass> late = gate.enter(Turn.FIRST);
    Exception e = assertThrows(Exception.class, late::get);
    assertThat(
        e.getCause() instanceof CancellationException || e instanceof CancellationException,
        is(true));
  }
}
