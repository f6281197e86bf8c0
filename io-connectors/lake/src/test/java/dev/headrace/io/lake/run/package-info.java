/** Tests of the lake. */
@NullMarked
package dev.headrace.io.lake.run;

import org.jspecify.annotations.NullMarked;
