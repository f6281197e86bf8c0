/** Measures what it costs to turn raw lines into Parquet, side by side with what else there is. */
@NullMarked
package dev.headrace.benchmarks.reprocess;

import org.jspecify.annotations.NullMarked;
