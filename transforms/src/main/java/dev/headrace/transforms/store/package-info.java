/** The seam to an object store. */
@NullMarked
package dev.headrace.transforms.store;

import org.jspecify.annotations.NullMarked;
