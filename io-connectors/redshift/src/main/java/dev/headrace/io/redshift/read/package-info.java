/** Reads the rows of a query. */
@NullMarked
package dev.headrace.io.redshift.read;

import org.jspecify.annotations.NullMarked;
