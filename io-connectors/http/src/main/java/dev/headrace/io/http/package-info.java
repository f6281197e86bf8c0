/** Fetches from HTTP APIs: in parallel, with retries, every answer landed or set aside. */
@NullMarked
package dev.headrace.io.http;

import org.jspecify.annotations.NullMarked;
