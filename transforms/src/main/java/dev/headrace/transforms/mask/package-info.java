/** Makes fields of records unreadable before they are written. */
@NullMarked
package dev.headrace.transforms.mask;

import org.jspecify.annotations.NullMarked;
