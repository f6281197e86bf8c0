package dev.headrace.pipelines.run;

import dev.headrace.io.glue.GlueIO;
import dev.headrace.io.glue.TableId;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;

/**
 * What a run has published to the data catalog.
 *
 * @param table the table
 * @param partitions of the dataset, all of which the table has now
 * @param created how many of them were new to the catalog, as far as the runner counts; a bundle
 *     that was tried again may count twice
 * @param updated how many were there and differed, likewise
 */
public record Published(TableId table, int partitions, long created, long updated) {

  static Published of(TableId table, int partitions, PipelineResult result) {
    return new Published(
        table,
        partitions,
        count(result, GlueIO.PARTITIONS_CREATED),
        count(result, GlueIO.PARTITIONS_UPDATED));
  }

  private static long count(PipelineResult result, String counter) {
    long sum = 0;
    for (var found :
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named(GlueIO.class, counter))
                    .build())
            .getCounters()) {
      sum += found.getAttempted();
    }
    return sum;
  }
}
