@NullMarked
package dev.headrace.io.lake.read;

import org.jspecify.annotations.NullMarked;
