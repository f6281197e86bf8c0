/** The DirectRunner: everything in one JVM, for the laptop and for tests. */
@NullMarked
package dev.headrace.runners.direct;

import org.jspecify.annotations.NullMarked;
