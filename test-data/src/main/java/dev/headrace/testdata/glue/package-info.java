/** A local AWS Glue: its data catalog and its jobs. */
@NullMarked
package dev.headrace.testdata.glue;

import org.jspecify.annotations.NullMarked;
