/** Tests of the lake. */
@NullMarked
package dev.headrace.io.lake.raw;

import org.jspecify.annotations.NullMarked;
