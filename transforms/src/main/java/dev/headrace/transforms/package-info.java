/** Values, pure functions and transforms that touch no outside system. */
@NullMarked
package dev.headrace.transforms;

import org.jspecify.annotations.NullMarked;
