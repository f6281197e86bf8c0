/** A stand-in for Amazon Redshift: PostgreSQL, Redshift's dialect, and an interpreter of COPY. */
@NullMarked
package dev.headrace.testdata.redshift;

import org.jspecify.annotations.NullMarked;
