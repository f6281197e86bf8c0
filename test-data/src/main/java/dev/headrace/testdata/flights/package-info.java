/** Real flights, and an API that serves them. */
@NullMarked
package dev.headrace.testdata.flights;

import org.jspecify.annotations.NullMarked;
