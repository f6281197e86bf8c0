/** Earthquakes of the U.S. Geological Survey: a pipeline to run and to copy. */
@NullMarked
package dev.headrace.pipelines.earthquakes;

import org.jspecify.annotations.NullMarked;
