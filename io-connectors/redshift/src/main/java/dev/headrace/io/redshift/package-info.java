/** Loads Amazon Redshift: every load applied once, however often it is tried. */
@NullMarked
package dev.headrace.io.redshift;

import org.jspecify.annotations.NullMarked;
