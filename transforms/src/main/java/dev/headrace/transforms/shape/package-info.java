/** Steps that give records another shape, and fields that are computed from others. */
@NullMarked
package dev.headrace.transforms.shape;

import org.jspecify.annotations.NullMarked;
