/** What Redshift's types hold, and how each is staged as Parquet. */
@NullMarked
package dev.headrace.io.redshift.types;

import org.jspecify.annotations.NullMarked;
