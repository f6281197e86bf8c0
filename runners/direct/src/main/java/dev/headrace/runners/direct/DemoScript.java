package dev.headrace.runners.direct;

import dev.headrace.testdata.api.Fault;
import dev.headrace.testdata.api.Malformation;
import dev.headrace.testdata.api.RequestMatcher;
import dev.headrace.testdata.api.Script;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

/** The trouble that the demo's API makes: enough of each kind for its traces to be seen. */
final class DemoScript {
  /** The day whose window fails for good. */
  static final LocalDate LOST_DAY = LocalDate.of(2018, 2, 5);

  /** Events that are served malformed. */
  static final Map<String, Malformation> MALFORMED =
      Map.of(
          "ak18250394", Malformation.TEXT_MAGNITUDE,
          "ci38096120", Malformation.MISSING_ID,
          "us1000cdnc", Malformation.TEXT_TIME,
          "hv70026672", Malformation.NO_GEOMETRY,
          "nc72963026", Malformation.SHORT_COORDINATES,
          "ci38097800", Malformation.NOT_AN_OBJECT);

  /** Events that are served twice. */
  static final Set<String> DUPLICATED = Set.of("nn00620562", "ci38098704");

  /** An event of which a newer version follows: the strongest of the week, off Hualian, Taiwan. */
  static final String UPDATED = "us1000chhc";

  static final double UPDATED_MAGNITUDE = 6.5;

  private static final long UPDATED_AT = Instant.parse("2018-02-07T06:00:00Z").toEpochMilli();
  private static final Duration LATENCY = Duration.ofMillis(60);

  private DemoScript() {}

  /** A working API that takes its time. */
  static Script calm() {
    return Script.create().on(RequestMatcher.any()).always().answer(Fault.delay(LATENCY));
  }

  /** An API as it is on a bad day. */
  static Script troubled() {
    Script script =
        Script.create()
            .on(RequestMatcher.count().and(RequestMatcher.windowStartingOn(LOST_DAY)))
            .always()
            .answer(Fault.status(500))
            .on(RequestMatcher.count())
            .times(2)
            .answer(Fault.status(503))
            .on(RequestMatcher.query())
            .times(3)
            .answer(Fault.status(503))
            .on(RequestMatcher.query())
            .nth(2)
            .answer(Fault.tooManyRequests(Duration.ofSeconds(1)))
            .on(RequestMatcher.query())
            .nth(5)
            .answer(Fault.truncatedBody())
            .on(RequestMatcher.any())
            .always()
            .answer(Fault.delay(LATENCY))
            .updating(UPDATED, UPDATED_MAGNITUDE, UPDATED_AT);
    for (Map.Entry<String, Malformation> event : MALFORMED.entrySet()) {
      script = script.malforming(event.getKey(), event.getValue());
    }
    for (String event : DUPLICATED) {
      script = script.duplicating(event);
    }
    return script;
  }
}
