package dev.headrace.testdata.s3;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What goes wrong with calls to S3: so many of a hundred, left to chance by a seed. The n-th call
 * of a method for an object meets the same fate however the calls are mixed. Safe for use by
 * several threads.
 */
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

  private static final List<Fate> TROUBLES =
      List.copyOf(EnumSet.complementOf(EnumSet.of(Fate.PASSED)));

  private final long seed;
  private final int percent;
  private final Deque<Fate> script;
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<Fate, Integer> met = new EnumMap<>(Fate.class);

  private S3Trouble(long seed, int percent, List<Fate> script) {
    this.seed = seed;
    this.percent = percent;
    this.script = new ArrayDeque<>(script);
  }

  /** All is well. */
  public static S3Trouble none() {
    return of();
  }

  /** So many calls of a hundred go wrong, in ways that are as likely as each other. */
  public static S3Trouble percent(int percent, long seed) {
    return new S3Trouble(seed, percent, List.of());
  }

  /** The next calls meet these fates, in this order, and all that follow none. */
  public static S3Trouble of(Fate... fates) {
    return new S3Trouble(0, 0, List.of(fates));
  }

  synchronized Fate next(S3Call call) {
    Fate fate = script.isEmpty() ? byChance(call) : script.remove();
    met.merge(fate, 1, Integer::sum);
    return fate;
  }

  private Fate byChance(S3Call call) {
    String what = call.method() + " " + call.path();
    int number = calls.merge(what, 1, Integer::sum);
    Random chance = new Random(seed * 31 + what.hashCode() * 1_000_003L + number);
    chance.nextInt();
    return chance.nextInt(100) < percent
        ? TROUBLES.get(chance.nextInt(TROUBLES.size()))
        : Fate.PASSED;
  }

  /** How many calls have met which fate so far. */
  public synchronized Map<Fate, Integer> met() {
    return Collections.unmodifiableMap(new EnumMap<>(met));
  }
}
