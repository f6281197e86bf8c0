package dev.headrace.io.redshift.load;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Set;

/**
 * Where a load came from, for who looks into the ledger: columns that a ledger may lack which an
 * earlier version has made.
 */
record Origin(Map<String, String> values) {
  static final String MANIFESTS = "manifest_uri";
  static final String JOB = "job_name";

  // At most three bytes each of the column's 512.
  private static final int MAX_JOB_LETTERS = 170;

  static Origin of(Load load, String manifests) {
    ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
    values.put(MANIFESTS, manifests);
    String job = load.jobName();
    if (job != null) {
      values.put(JOB, job.substring(0, Math.min(job.length(), MAX_JOB_LETTERS)));
    }
    return new Origin(values.buildOrThrow());
  }

  /** As far as a ledger has the columns. */
  Origin within(Set<String> columns) {
    ImmutableMap.Builder<String, String> there = ImmutableMap.builder();
    values.forEach(
        (column, value) -> {
          if (columns.contains(column)) {
            there.put(column, value);
          }
        });
    return new Origin(there.buildOrThrow());
  }
}
