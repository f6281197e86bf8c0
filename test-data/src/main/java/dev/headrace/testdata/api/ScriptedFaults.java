package dev.headrace.testdata.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The rules of a script with what one server has counted so far. */
final class ScriptedFaults {

  private final List<Counted> rules;

  ScriptedFaults(Script script) {
    this.rules =
        script.rules().stream().map(rule -> new Counted(rule, new AtomicInteger())).toList();
  }

  Optional<Fault> next(ApiRequest request) {
    return rules.stream()
        .filter(counted -> counted.takes(request))
        .findFirst()
        .map(counted -> counted.rule().fault());
  }

  private record Counted(Script.Rule rule, AtomicInteger matched) {

    boolean takes(ApiRequest request) {
      if (!rule.matcher().matches(request)) {
        return false;
      }
      int number = matched.incrementAndGet();
      return rule.first() <= number && number <= rule.last();
    }
  }
}
