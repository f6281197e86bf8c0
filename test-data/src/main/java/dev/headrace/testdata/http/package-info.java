/** What the stand-ins have in common that are servers of HTTP. */
@NullMarked
package dev.headrace.testdata.http;

import org.jspecify.annotations.NullMarked;
