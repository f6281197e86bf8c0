/** How the schema of a dataset may change over the runs that write it. */
@NullMarked
package dev.headrace.transforms.schemas;

import org.jspecify.annotations.NullMarked;
