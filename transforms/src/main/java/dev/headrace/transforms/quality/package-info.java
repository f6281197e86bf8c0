/** What is asked of records, of the references between datasets, and of a run as a whole. */
@NullMarked
package dev.headrace.transforms.quality;

import org.jspecify.annotations.NullMarked;
