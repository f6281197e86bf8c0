package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.redshift.HangLimit;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.transforms.run.StoredObject;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@HangLimit
class ConcurrentLoadTest extends WarehouseFixture {
  /** The session's own setting, so that the stand-in's bookkeeping keeps its isolation. */
  private static Faults isolated(String level, Faults faults) {
    return (connection, step) -> {
      if (step.startsWith("SET timezone")) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET default_transaction_isolation = '" + level + "'");
        }
      }
      faults.before(connection, step);
    };
  }

  private static RedshiftConnection warehouse(String isolation) {
    return warehouse(isolated(isolation, (connection, step) -> {}));
  }

  private static List<LoadResult> together(List<Callable<LoadResult>> loads) throws Exception {
    CyclicBarrier start = new CyclicBarrier(loads.size());
    ExecutorService threads = Executors.newFixedThreadPool(loads.size());
    try {
      List<Future<LoadResult>> running = new ArrayList<>();
      for (Callable<LoadResult> load : loads) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return load.call();
                }));
      }
      List<LoadResult> results = new ArrayList<>();
      for (Future<LoadResult> result : running) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, repeatable read",
    "8, repeatable read",
    "2, serializable",
    "8, serializable",
  })
  void oneLoadTriedManyTimesAtOnceIsAppliedOnce(int attempts, String isolation) throws Exception {
    StoredObject file = file(Reading.of("a", "Oslo", 1), Reading.of("b", "Rome", 1));

    List<LoadResult> results =
        together(
            IntStream.range(0, attempts)
                .mapToObj(
                    i ->
                        (Callable<LoadResult>)
                            () -> load(warehouse(isolation), appended, "1", file))
                .toList());

    assertThat(
        results.stream().filter(result -> result.status() == Status.LOADED).toList(), hasSize(1));
    assertThat(readings(), is(sorted(Reading.of("a", "Oslo", 1), Reading.of("b", "Rome", 1))));
    assertThat(ledgerRows(), is(1L));
  }

  @ParameterizedTest
  @CsvSource({"repeatable read", "serializable"})
  void attemptsThatAllStandBeforeTheLockApplyOneLoadOnce(String isolation) throws Exception {
    StoredObject file = file(Reading.of("a", "Oslo", 1));
    CyclicBarrier beforeLock = new CyclicBarrier(4);

    List<LoadResult> results =
        together(
            IntStream.range(0, 4)
                .mapToObj(i -> warehouse(isolated(isolation, meetingBeforeLock(beforeLock))))
                .map(w -> (Callable<LoadResult>) () -> load(w, appended, "1", file))
                .toList());

    assertThat(
        results.stream().filter(result -> result.status() == Status.LOADED).toList(), hasSize(1));
    assertThat(readings(), is(sorted(Reading.of("a", "Oslo", 1))));
    assertThat(ledgerRows(), is(1L));
  }

  private static Faults meetingBeforeLock(CyclicBarrier barrier) {
    AtomicBoolean met = new AtomicBoolean();
    return (connection, step) -> {
      if (step.startsWith("LOCK") && met.compareAndSet(false, true)) {
        try {
          barrier.await(HangLimit.MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
          throw new SQLException("The other attempts did not come", e);
        }
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "2, repeatable read",
    "8, repeatable read",
    "2, serializable",
    "8, serializable",
  })
  void appendsOfDifferentLoadsAtOnceLoseNothing(int many, String isolation) throws Exception {
    List<Reading> expected = new ArrayList<>();
    List<Callable<LoadResult>> loads = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      Reading row = Reading.of("id" + i, "place", i);
      StoredObject file = file(row, row);
      String loadId = "load " + i;
      expected.addAll(List.of(row, row));
      loads.add(() -> load(warehouse(isolation), appended, loadId, file));
    }

    List<LoadResult> results = together(loads);

    assertThat(results.stream().allMatch(r -> r.status() == Status.LOADED), is(true));
    assertThat(readings(), is(sorted(expected)));
    assertThat(ledgerRows(), is((long) many));
  }

  @ParameterizedTest
  @CsvSource({"repeatable read", "serializable"})
  void eightUpsertsOfOneRowAtOnceLeaveTheLatest(String isolation) throws Exception {
    List<Callable<LoadResult>> loads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      StoredObject file = file(Reading.of("a", "place " + i, i), Reading.of("own " + i, null, 1));
      String loadId = "load " + i;
      loads.add(() -> load(warehouse(isolation), upserted, loadId, file));
    }

    together(loads);

    assertThat(readings(), hasSize(9));
    assertThat(readings().contains(Reading.of("a", "place 7", 7)), is(true));
    assertThat(ledgerRows(), is(8L));
  }
}
