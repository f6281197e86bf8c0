package dev.headrace.pipelines.run;

import dev.headrace.io.lake.run.DeadLetterSummary;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.transforms.run.RunManifest;
import java.util.List;
import java.util.Optional;

/**
 * What a run came to, as its manifests, its dead letters and the warehouse's ledger tell it.
 *
 * @param raw the ingestion
 * @param transformed the reprocessing
 * @param published what came to the data catalog; empty if that was not asked for
 * @param loaded the load
 * @param deadLetters what was set aside, by stage and reason
 */
public record RunReport(
    RunManifest raw,
    RunManifest transformed,
    Optional<Published> published,
    LoadResult loaded,
    List<DeadLetterSummary> deadLetters) {}
