/** Loads: files into a table, exactly once for a load id. */
@NullMarked
package dev.headrace.io.redshift.load;

import org.jspecify.annotations.NullMarked;
