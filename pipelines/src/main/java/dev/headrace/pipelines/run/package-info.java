/** A run: what it is to do, its steps, and what came of it. */
@NullMarked
package dev.headrace.pipelines.run;

import org.jspecify.annotations.NullMarked;
