/** Tests of the lake. */
@NullMarked
package dev.headrace.io.lake.parquet;

import org.jspecify.annotations.NullMarked;
