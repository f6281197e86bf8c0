/** The headrace command line. */
@NullMarked
package dev.headrace.pipelines.cli;

import org.jspecify.annotations.NullMarked;
