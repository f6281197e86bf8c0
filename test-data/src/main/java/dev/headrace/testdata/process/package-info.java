/** The stand-ins as processes of their own, which end with the one that started them. */
@NullMarked
package dev.headrace.testdata.process;

import org.jspecify.annotations.NullMarked;
