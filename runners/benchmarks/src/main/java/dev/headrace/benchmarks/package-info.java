/** Measures what fetching costs, and how several ways are measured side by side. */
@NullMarked
package dev.headrace.benchmarks;

import org.jspecify.annotations.NullMarked;
