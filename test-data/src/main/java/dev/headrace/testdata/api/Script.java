package dev.headrace.testdata.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an {@link EarthquakeApi} does wrong, on purpose.
 *
 * <p>A script is immutable: every method returns another one. Its rules are tried in the order they
 * were added. The first that matches a request and is not spent gives its fault; a request that no
 * rule takes is answered regularly. A rule counts the matching requests that no earlier rule took,
 * each exactly once however many arrive at a time, and every server counts for itself.
 *
 * <p>The changes of the events are there from the first request on, in {@code /count} as well.
 */
public final class Script {

  private static final Script NONE =
      new Script(List.of(), Map.of(), Set.of(), Map.of(), /* emptyPages= */ false);

  private final List<Rule> rules;
  private final Map<String, Malformation> malformations;
  private final Set<String> duplicates;
  private final Map<String, Update> updates;
  private final boolean emptyPages;

  private Script(
      List<Rule> rules,
      Map<String, Malformation> malformations,
      Set<String> duplicates,
      Map<String, Update> updates,
      boolean emptyPages) {
    this.rules = List.copyOf(rules);
    this.malformations = Map.copyOf(malformations);
    this.duplicates = Set.copyOf(duplicates);
    this.updates = Map.copyOf(updates);
    this.emptyPages = emptyPages;
  }

  /** Nothing goes wrong. */
  public static Script none() {
    return NONE;
  }

  /** A script to add to; so far, nothing goes wrong. */
  public static Script create() {
    return NONE;
  }

  /** Begins a rule about the requests that match. */
  public Step on(RequestMatcher matcher) {
    return new Step(this, matcher, 1, Integer.MAX_VALUE);
  }

  /** Breaks an event; selection and order go by its real values. The last malformation counts. */
  public Script malforming(String eventId, Malformation malformation) {
    Map<String, Malformation> more = new HashMap<>(malformations);
    more.put(eventId, malformation);
    return new Script(rules, more, duplicates, updates, emptyPages);
  }

  /** Serves an event twice in succession. */
  public Script duplicating(String eventId) {
    Set<String> more = new HashSet<>(duplicates);
    more.add(eventId);
    return new Script(rules, malformations, more, updates, emptyPages);
  }

  /**
   * Serves a second version of an event besides the first, with the same id and time. In the orders
   * by time it follows the first. It is sound, even if the event is malformed.
   *
   * @param updatedMillis milliseconds since 1970 at which the version was made; later than the
   *     event's own
   */
  public Script updating(String eventId, double magnitude, long updatedMillis) {
    Map<String, Update> more = new HashMap<>(updates);
    more.put(eventId, new Update(magnitude, updatedMillis));
    return new Script(rules, malformations, duplicates, more, emptyPages);
  }

  /** Answers a query without events by 200 and an empty collection, not by {@code nodata}. */
  public Script withEmptyPages() {
    return new Script(rules, malformations, duplicates, updates, /* emptyPages= */ true);
  }

  private Script with(Rule rule) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(rule);
    return new Script(more, malformations, duplicates, updates, emptyPages);
  }

  List<Rule> rules() {
    return rules;
  }

  Map<String, Malformation> malformations() {
    return malformations;
  }

  Set<String> duplicates() {
    return duplicates;
  }

  Map<String, Update> updates() {
    return updates;
  }

  boolean emptyPages() {
    return emptyPages;
  }

  record Rule(RequestMatcher matcher, int first, int last, Fault fault) {}

  record Update(double magnitude, long updatedMillis) {}

  /** A rule that still lacks its fault. Unless told otherwise it takes every matching request. */
  public static final class Step {

    private final Script script;
    private final RequestMatcher matcher;
    private final int first;
    private final int last;

    private Step(Script script, RequestMatcher matcher, int first, int last) {
      this.script = script;
      this.matcher = matcher;
      this.first = first;
      this.last = last;
    }

    /** Takes the first so many matching requests. */
    public Step times(int count) {
      return within(1, count);
    }

    /** Takes the matching request of this number only, counted from one. */
    public Step nth(int number) {
      return within(number, number);
    }

    /** Takes every matching request. */
    public Step always() {
      return within(1, Integer.MAX_VALUE);
    }

    /** Ends the rule. */
    public Script answer(Fault fault) {
      return script.with(new Rule(matcher, first, last, fault));
    }

    private Step within(int first, int last) {
      if (last < 1) {
        throw new IllegalArgumentException("a rule counts from 1, but was given " + last);
      }
      return new Step(script, matcher, first, last);
    }
  }
}
