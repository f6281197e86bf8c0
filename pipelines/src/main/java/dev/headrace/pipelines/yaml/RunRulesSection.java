package dev.headrace.pipelines.yaml;

import dev.headrace.transforms.quality.RunRules;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code run-rules}: what a run as a whole has to keep to. */
final class RunRulesSection {
  static final Reader<RunRules> READER =
      Settings.section(
          settings ->
              settings
                  .fill(RunRules.none())
                  .with("max-rows", Values.LONG, RunRules::withMaxRows)
                  .with("min-rows", Values.LONG, RunRules::withMinRows)
                  .with("max-dead-share", Values.NUMBER, RunRules::withMaxDeadShare)
                  .with(
                      "freshness",
                      Settings.section(RunRulesSection::freshness),
                      (rules, fresh) -> rules.withFreshness(fresh.field(), fresh.maxAge()))
                  .done());

  private record Freshness(String field, Duration maxAge) {}

  private RunRulesSection() {}

  private static Optional<Freshness> freshness(Settings settings) {
    Optional<String> field = settings.required("field", Values.TEXT);
    Optional<Duration> maxAge = settings.required("max-age", Values.DURATION);
    return settings.make(() -> new Freshness(field.orElseThrow(), maxAge.orElseThrow())).done();
  }
}
