/** Stages rows as Parquet and loads them. */
@NullMarked
package dev.headrace.io.redshift.write;

import org.jspecify.annotations.NullMarked;
