@NullMarked
package dev.headrace.io.lake.compact;

import org.jspecify.annotations.NullMarked;
