/** Checks rows against a table's columns before they are staged. */
@NullMarked
package dev.headrace.io.redshift.rows;

import org.jspecify.annotations.NullMarked;
