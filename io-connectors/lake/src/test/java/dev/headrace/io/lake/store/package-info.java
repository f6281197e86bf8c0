/** Tests of the lake. */
@NullMarked
package dev.headrace.io.lake.store;

import org.jspecify.annotations.NullMarked;
