package dev.headrace.pipelines.run;

import dev.headrace.io.lake.run.RunPlan;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What a run that is started again has to have the same. */
final class RunIdentity {
  private RunIdentity() {}

  /** The settings, by name. */
  static Map<String, String> of(PipelineDefinition definition, RunSettings settings) {
    Map<String, String> identity = new TreeMap<>(definition.identity());
    identity.put(RunPlan.DEFINITION, definition.fingerprint());
    identity.put("raw", settings.raw());
    identity.put("transformed", settings.transformed());
    identity.put("dead-letter", settings.deadLetter());
    identity.put("start", settings.start().map(Instant::toString).orElse("the cursor"));
    identity.put("end", settings.end().toString());
    identity.put("step", settings.step().toString());
    identity.put("lookback", settings.lookback().toString());
    identity.put("shards", Integer.toString(settings.shards()));
    identity.put("buckets", bucketsOf(settings));
    return identity;
  }

  private static String bucketsOf(RunSettings settings) {
    return settings.buckets().isPresent()
        ? Integer.toString(settings.buckets().getAsInt())
        : "by size";
  }
}
