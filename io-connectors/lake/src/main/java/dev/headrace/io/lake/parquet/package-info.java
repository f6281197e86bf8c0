/** The transformed bucket: Parquet files in partitions. */
@NullMarked
package dev.headrace.io.lake.parquet;

import org.jspecify.annotations.NullMarked;
