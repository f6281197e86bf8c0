package dev.headrace.transforms.quality;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.RunManifest.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunRulesTest {
  private static final RunRules NONE = RunRules.none();
  private static final RunRules FRESH = NONE.withFreshness("updated", Duration.ofHours(6));

  private static RunManifest manifest(Map<Account, Long> counts) {
    return new RunManifest(
        Step.REPROCESS,
        "r1",
        "usgs",
        "earthquakes",
        "2026-11-23T10:00:00Z",
        "2026-11-23T23:00:00Z",
        Map.of(),
        counts,
        null,
        null,
        List.of(),
        List.of());
  }

  private static RunManifest counted(long written, long dead) {
    return manifest(
        Map.of(Account.PARSED, written + dead, Account.WRITTEN, written, Account.DEAD, dead));
  }

  private static RunManifest newest(String time) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    return manifest(Map.of(Account.NEWEST, micros));
  }

  static final List<Arguments> KEPT =
      List.of(
          arguments(NONE, counted(0, 7)),
          arguments(NONE, manifest(Map.of(Account.DEAD, 7L))),
          arguments(NONE.withMinRows(5), counted(5, 0)),
          arguments(NONE.withMaxRows(5), counted(5, 0)),
          arguments(NONE.withMaxDeadShare(0.05), counted(95, 5)),
          arguments(NONE.withMaxDeadShare(0), counted(0, 0)),
          arguments(FRESH, newest("2026-11-23T04:00:00Z")),
          arguments(FRESH, newest("2027-01-01T00:00:00Z")));

  @ParameterizedTest
  @FieldSource("KEPT")
  void aRunThatKeepsToItsRulesGoesOn(RunRules rules, RunManifest manifest) {
    SerializableUtils.clone(rules).require(manifest);
  }

  static final List<Arguments> BROKEN =
      List.of(
          arguments(NONE.withMinRows(5), counted(4, 9), "minRows is 5, but there are 4 rows"),
          arguments(NONE.withMaxRows(5), counted(6, 0), "maxRows is 5, but there are 6 rows"),
          arguments(
              NONE.withMaxDeadShare(0.05),
              counted(94, 6),
              "maxDeadShare is 0.05, but of 100 records 6 are dead letters"),
          arguments(
              FRESH,
              newest("2026-11-23T03:59:59.999999Z"),
              "the newest updated must be no older than 2026-11-23T04:00:00Z, but is"
                  + " 2026-11-23T03:59:59.999999Z"),
          arguments(FRESH, counted(0, 0), "no older than 2026-11-23T04:00:00Z, but is not there"),
          arguments(
              NONE.withMinRows(5).withMaxDeadShare(0.5),
              counted(1, 3),
              "The run r1 of earthquakes does not keep to its rules: minRows is 5, but there are 1"
                  + " rows; maxDeadShare is 0.5, but of 4 records 3 are dead letters; nothing was"
                  + " committed"));

  @ParameterizedTest
  @FieldSource("BROKEN")
  void aRunThatDoesNotKeepToThemIsRefusedWithWhatIsAllowed(
      RunRules rules, RunManifest manifest, String message) {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> rules.require(manifest));
    assertThat(e.getMessage(), containsString(message));
  }

  static Stream<Arguments> wrongSettings() {
    return Stream.of(
        wrong(() -> NONE.withMinRows(-1), "minRows must be at least 0, but was -1"),
        wrong(() -> NONE.withMinRows(5).withMaxRows(4), "at least minRows 5, but was 4"),
        wrong(() -> NONE.withMaxDeadShare(5), "maxDeadShare must be from 0 to 1, but was 5.0"),
        wrong(() -> NONE.withMaxDeadShare(Double.NaN), "from 0 to 1, but was NaN"),
        wrong(
            () -> NONE.withFreshness("updated", Duration.ofHours(-1)),
            "maxAge must not be negative, but was PT-1H"));
  }

  private static Arguments wrong(Executable settings, String message) {
    return arguments(settings, message);
  }

  @ParameterizedTest
  @MethodSource("wrongSettings")
  void settingsThatMakeNoSenseAreRefused(Executable settings, String message) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, settings);
    assertThat(e.getMessage(), containsString(message));
  }

  @Test
  void onlyFreshnessAsksForAField() {
    assertThat(FRESH.withMinRows(1).freshnessField(), is(Optional.of("updated")));
    assertThat(NONE.withMinRows(1).freshnessField(), is(Optional.empty()));
  }
}
