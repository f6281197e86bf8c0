/** A local AWS Glue Data Catalog. */
@NullMarked
package dev.headrace.testdata.glue;

import org.jspecify.annotations.NullMarked;
