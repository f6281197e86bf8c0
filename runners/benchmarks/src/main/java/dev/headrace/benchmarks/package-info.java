/** Measures what fetching costs, side by side with what else there is. */
@NullMarked
package dev.headrace.benchmarks;

import org.jspecify.annotations.NullMarked;
