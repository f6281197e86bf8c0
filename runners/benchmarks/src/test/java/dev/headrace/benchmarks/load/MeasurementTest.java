package dev.headrace.benchmarks.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import dev.headrace.benchmarks.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final Instant STARTED = Instant.parse("2001-01-01T00:00:00Z");

  private static Measurement measured(Map<Phase, Instant> phases) {
    return new Measurement(
        STARTED,
        Duration.ofSeconds(22),
        phases,
        STARTED.plusSeconds(19),
        Duration.ofSeconds(3),
        new Usage(30, 1));
  }

  @Test
  void whoStagesHasItsTimeInThreePartsOfWhichTwoAreTheLoad() {
    Measurement measurement =
        measured(
            Map.of(
                Phase.WRITE, STARTED.plusSeconds(5),
                Phase.LOAD, STARTED.plusSeconds(12),
                Phase.END, STARTED.plusSeconds(21)));

    assertThat(measurement.startUpSeconds(), closeTo(5, 1e-9));
    assertThat(measurement.stagingSeconds(), closeTo(7, 1e-9));
    assertThat(measurement.copySeconds(), closeTo(3, 1e-9));
    assertThat(measurement.applySeconds(), closeTo(4, 1e-9));
    assertThat(measurement.loadSeconds(), closeTo(7, 1e-9));
    assertThat(measurement.allSeconds(), closeTo(14, 1e-9));
    assertThat(measurement.endSeconds(), closeTo(2, 1e-9));
  }

  @Test
  void whoDoesNotStageHasNoParts() {
    Measurement measurement =
        measured(Map.of(Phase.WRITE, STARTED.plusSeconds(5), Phase.END, STARTED.plusSeconds(21)));

    assertThat(measurement.loadSeconds(), closeTo(14, 1e-9));
    assertThat(measurement.allSeconds(), closeTo(14, 1e-9));
    assertThat(measurement.endSeconds(), closeTo(2, 1e-9));
    assertThat(Double.isNaN(measurement.stagingSeconds()), is(true));
    assertThat(Double.isNaN(measurement.copySeconds()), is(true));
    assertThat(Double.isNaN(measurement.applySeconds()), is(true));
  }
}
