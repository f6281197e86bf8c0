/** The raw bucket: responses as they came, one a line, in parts that are never rewritten. */
@NullMarked
package dev.headrace.io.lake.raw;

import org.jspecify.annotations.NullMarked;
