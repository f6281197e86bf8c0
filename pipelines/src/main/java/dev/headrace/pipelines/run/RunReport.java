package dev.headrace.pipelines.run;

import dev.headrace.io.lake.run.DeadLetterSummary;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.transforms.run.RunManifest;
import java.util.List;

/**
 * What a run came to, as its manifests, its dead letters and the warehouse's ledger tell it.
 *
 * @param raw the ingestion
 * @param transformed the reprocessing
 * @param loaded the load
 * @param deadLetters what was set aside, by stage and reason
 */
public record RunReport(
    RunManifest raw,
    RunManifest transformed,
    LoadResult loaded,
    List<DeadLetterSummary> deadLetters) {}
