/** Tests of the lake. */
@NullMarked
package dev.headrace.io.lake;

import org.jspecify.annotations.NullMarked;
