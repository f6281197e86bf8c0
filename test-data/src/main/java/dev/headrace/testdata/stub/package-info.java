/** A local HTTP server that answers as a test tells it to, well or badly. */
@NullMarked
package dev.headrace.testdata.stub;

import org.jspecify.annotations.NullMarked;
