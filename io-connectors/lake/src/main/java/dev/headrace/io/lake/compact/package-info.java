/** Compaction: many small files of a dataset give way to few. */
@NullMarked
package dev.headrace.io.lake.compact;

import org.jspecify.annotations.NullMarked;
