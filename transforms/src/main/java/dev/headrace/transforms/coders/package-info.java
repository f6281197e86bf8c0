/** How the values travel between workers: field by field, in binary. */
@NullMarked
package dev.headrace.transforms.coders;

import org.jspecify.annotations.NullMarked;
