/** How a run starts and how it commits: its plan, its dead letters, its manifest and its cursor. */
@NullMarked
package dev.headrace.io.lake.run;

import org.jspecify.annotations.NullMarked;
