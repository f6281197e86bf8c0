/** Hands runs to places that do not share this JVM, and follows them there. */
@NullMarked
package dev.headrace.runners.submit;

import org.jspecify.annotations.NullMarked;
