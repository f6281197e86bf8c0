package dev.headrace.testdata.s3;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** What goes wrong with calls to S3. Safe for use by several threads. */
public final class S3Trouble {

  /** What becomes of a call. */
  public enum Fate {
    /** Nothing: it is passed on. */
    PASSED,
    /** It is passed on after two seconds. */
    DELAYED,
    /** 503 SlowDown, and S3 never knows. */
    SLOW_DOWN,
    /** The connection is reset, and S3 never knows. */
    RESET,
    /** S3 does what is asked for, and the connection is reset before the answer. */
    ANSWER_LOST,
    /** S3 does what is asked for, and the connection is reset within the answer. */
    ANSWER_CUT
  }

  private static final List<Fate> FAILURES =
      List.of(Fate.SLOW_DOWN, Fate.RESET, Fate.ANSWER_LOST, Fate.ANSWER_CUT);

  private final IntFunction<Fate> fates;
  private final Map<Fate, Integer> met = new EnumMap<>(Fate.class);
  private int calls;

  private S3Trouble(IntFunction<Fate> fates) {
    this.fates = fates;
  }

  /** All is well. */
  public static S3Trouble none() {
    return of();
  }

  /** One call of ten is delayed, and one of ten fails, in the four ways by turns. */
  public static S3Trouble oneOfTen() {
    return new S3Trouble(
        call ->
            switch (call % 10) {
              case 4 -> Fate.DELAYED;
              case 9 -> FAILURES.get(call / 10 % FAILURES.size());
              default -> Fate.PASSED;
            });
  }

  /** The next calls meet these fates, in this order, and all that follow none. */
  public static S3Trouble of(Fate... fates) {
    return new S3Trouble(call -> call < fates.length ? fates[call] : Fate.PASSED);
  }

  /** The fate of the next call. */
  synchronized Fate next() {
    Fate fate = fates.apply(calls);
    calls++;
    met.merge(fate, 1, Integer::sum);
    return fate;
  }

  /** How many calls have met which fate so far. */
  public synchronized Map<Fate, Integer> met() {
    return Collections.unmodifiableMap(new EnumMap<>(met));
  }
}
