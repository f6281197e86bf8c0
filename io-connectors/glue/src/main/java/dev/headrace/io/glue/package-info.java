/** Publishes datasets of Parquet files to the AWS Glue Data Catalog, without a crawler. */
@NullMarked
package dev.headrace.io.glue;

import org.jspecify.annotations.NullMarked;
