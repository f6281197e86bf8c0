/** Measures what it costs to bring rows into a warehouse. */
@NullMarked
package dev.headrace.benchmarks.load;

import org.jspecify.annotations.NullMarked;
